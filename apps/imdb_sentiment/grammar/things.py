"""Words of the embedded sample that neither praise nor blame: what is judged, by whom, how much."""

from __future__ import annotations

from .words import listed

TOPICS = ("film", "book", "food", "product", "service")

# What people have opinions of.
THING = {
    "film": listed("""
        film, movie, story, plot, acting, script, ending, cast, direction, music, soundtrack,
        dialogue, photography, comedy, thriller, documentary, sequel, remake, series, show,
        episode, season, cartoon, horror film, romance, western, first half, second half,
        opening, lead, hero, villain, performance, trailer, camera work, pacing, action, humour
    """),
    "book": listed("""
        book, novel, story, plot, writing, ending, author, hero, heroine, style, prose,
        translation, chapter, last chapter, first chapter, biography, memoir, mystery, poem,
        collection, textbook, cookbook, guide, audiobook, narrator, language, paperback, sequel,
        trilogy, first half, second half, idea, writer, edition, cover
    """),
    "food": listed("""
        food, meal, pizza, pasta, soup, steak, fish, chicken, burger, salad, bread, cake,
        dessert, coffee, tea, wine, beer, breakfast, lunch, dinner, sauce, curry, rice, meat,
        cheese, sandwich, ice cream, chocolate, pie, menu, restaurant, kitchen, chef, starter,
        main course, pudding, beef, lamb, pork, toast, omelette, juice, milk, dish, taste,
        portion, texture, flavour, smell, buffet, bakery, place, sushi, risotto, roast, seafood,
        service
    """),
    "product": listed("""
        phone, camera, laptop, keyboard, screen, battery, charger, cable, printer,
        vacuum cleaner, kettle, toaster, blender, oven, fridge, washing machine, lamp, chair,
        table, desk, bed, mattress, pillow, sofa, jacket, coat, shirt, dress, pair of shoes,
        bag, backpack, suitcase, watch, toy, bike, tent, umbrella, pen, knife, pan, tool, drill,
        speaker, headset, product, quality, design, price, colour, size, fabric, material,
        handle, lid, zip, button, app, software, game, update, gadget, device, item, purchase,
        packaging, delivery, thing, sound, picture, radio, television, router, car, jumper,
        sweater, hat, rug, mug, bottle, razor, brush, cream, shampoo, perfume, fit, finish,
        manual, strap, case, motor, model
    """),
    "service": listed("""
        service, customer service, hotel, room, bathroom, reception, waiter, waitress, manager,
        receptionist, driver, taxi, doctor, dentist, hairdresser, shop, store, seller, company,
        bank, airline, flight, train, bus, garage, mechanic, plumber, builder, call centre,
        website, booking, check-in, museum, concert, tour, guide, gym, salon, haircut, spa,
        pool, beach, bar, pub, cafe, experience, visit, stay, trip, holiday, evening, night,
        place, atmosphere, view, location, support, agent, teacher, course, lesson, repair,
        order, nurse, hospital, owner, cleaner, courier, parking, apartment, camp site, cinema,
        theatre
    """),
}
THINGS = {
    "film": listed("""
        characters, actors, actresses, jokes, special effects, effects, scenes, songs, costumes,
        fight scenes, performances, twists, lines, stunts, visuals, children in it
    """),
    "book": listed("""
        characters, chapters, descriptions, dialogues, pictures, illustrations, stories,
        recipes, pages, examples, explanations, twists, essays, poems, ideas
    """),
    "food": listed("""
        chips, fries, vegetables, potatoes, eggs, noodles, pancakes, cookies, desserts,
        portions, drinks, cocktails, prawns, mussels, tomatoes, prices, dishes, starters,
        snacks, ingredients, flavours, rolls, dumplings, ribs, wings, beans, mushrooms,
        strawberries
    """),
    "product": listed("""
        shoes, boots, headphones, speakers, trousers, jeans, socks, gloves, curtains, towels,
        sheets, glasses, batteries, buttons, controls, instructions, colours, materials, wheels,
        brakes, photos, pictures, seams, screws, parts, keys, earphones, trainers
    """),
    "service": listed("""
        staff, people, waiters, rooms, beds, nurses, drivers, owners, prices, toilets, seats,
        towels, employees, workers, people at the desk, opening hours, guides
    """),
}
SEEN = {  # the best film I have ever ...
    "film": listed("seen, watched"),
    "book": listed("read, bought, opened"),
    "food": listed("eaten, had, tasted, tried, ordered"),
    "product": listed("bought, owned, had, used, ordered, tried"),
    "service": listed("had, experienced, visited, stayed at, used, booked"),
}
DONE = {  # beautifully ..., poorly ...
    "film": listed("written, acted, directed, shot, told, cast, paced, edited, made, filmed"),
    "book": listed("written, told, researched, explained, translated, edited, paced, plotted"),
    "food": listed("cooked, seasoned, prepared, made, presented, baked, grilled, served"),
    "product": listed("made, built, designed, finished, packed, packaged, sewn, thought out"),
    "service": listed("organised, run, managed, trained, planned, kept, looked after, furnished"),
}
OTHERS = listed("""
    my wife, my husband, my mum, my mother, my dad, my father, my son, my daughter, my kids,
    the kids, the children, my children, my sister, my brother, my friends, my friend,
    my boyfriend, my girlfriend, my partner, my parents, my colleagues, my neighbour, my boss,
    the critics, everyone, everybody, people, the reviewers, the papers, other people,
    most people, my grandmother, my aunt, my uncle, my cousin, some people, the audience,
    the whole family
""")
WE = listed("we all, we both, we, we really, the whole family, our kids, everyone at the table")
TIME = listed("""
    a day, a week, a month, a year, two days, two weeks, three days, three weeks, a few days,
    a few weeks, two months, six months, ten minutes, an hour, twenty minutes, half an hour,
    one use, the first use, one wash, a couple of days, five minutes, several weeks,
    the second day, ten pages, fifty pages, one chapter, the first week, no time
""")
LONG = listed("""
    an hour, two hours, over an hour, forty minutes, half an hour, ages, forever, weeks,
    three weeks, two months, a month, ten days, a whole week, hours, so long, an eternity
""")
SHORT = listed("a minute, two minutes, five minutes, seconds, no time, a day, one day, an instant")
YEARS = listed("years, ten years, ages, months, five years, many years, a long time, decades")
VERY = listed("""
    very, really, so, truly, absolutely, quite, pretty, incredibly, extremely, totally, just,
    simply, utterly, completely, especially, rather, particularly, genuinely, seriously,
    just so, super, surprisingly, unbelievably, honestly, always, remarkably, consistently,
    deeply, frankly, plain, still
""")
IS = listed("is, was, seemed, felt, looked, turned out, has been, remains, proved")
ARE = listed("are, were, seemed, felt, looked, turned out, have been")
TROUBLE = listed("""
    trouble, fuss, hassle, problems, delay, stress, difficulty, bother, complaints, errors,
    faults, mistakes, worries, issues, arguments, pain, waiting, noise, mess, disappointment,
    nonsense
""")
SURELY = listed("definitely, certainly, surely, probably, clearly, absolutely, really")
LESSER = listed("""
    poster, first one, book, advert, popcorn, title, preview, packaging, old one, box, cover,
    photo, original, wrapping, menu, website, view, parking, weather, free sample
""")
TAIL = listed("""
    and that says a lot, if you ask me, in my view, as always, as usual, again, I must say,
    by the way, this time, at this price, for the price, for {others}, with {others},
    as far as I can tell, believe me, to be fair, to be honest, and I have {seen} a lot,
    after all, from the first {bit}, until the last {bit}, in every way, in the end,
    on both days, in my experience, and I don't say that often, no matter what you do,
    wherever you look, every single time, so far, even after {time}, after {time}, on a Sunday,
    these days, for a first attempt, for a beginner, compared to the {thing}, for my taste,
    I think, in town, in the area, of the year, of all, for once
""")
ISNT = listed("isn't, wasn't, is not, was not, has never been, ain't")
ARENT = listed("aren't, weren't, are not, were not")
DIDNT = listed("didn't, did not, don't, do not, couldn't, never did")
DOESNT = listed("""
    doesn't, didn't, does not, did not, won't, will not, wouldn't, would not, failed to,
    refused to, refuses to, fails to, can't, could not, couldn't
""")
NOT = listed("""
    not, not at all, not really, never, far from, anything but, by no means, hardly,
    not exactly, not very, not remotely, not even, not so, in no way, not particularly,
    not that, not the least bit, not especially
""")

# Too much of these is blame, though none of them is alone.
TOO = {
    "film": listed("""
        long, slow, loud, violent, sentimental, dark, complicated, short, noisy, sweet, serious,
        fast, clever for its own good, gory, scary for children, political, sad, talky
    """),
    "book": listed("""
        long, slow, wordy, complicated, short, technical, heavy, sentimental, detailed, thin,
        difficult, simple, abstract, dark, dense, expensive, academic, childish
    """),
    "food": listed("""
        salty, sweet, spicy, cold, dry, expensive, oily, small, sour, hot, fatty, hard, soft,
        heavy, rich, bitter, strong, weak, tough, chewy, wet, thick, watery, pricey, creamy
    """),
    "product": listed("""
        small, big, heavy, loud, expensive, complicated, thin, tight, short, long, noisy, hard,
        soft, slow, bright, dark, stiff, wide, narrow, fragile, hot, large, pricey, bulky,
        light, dim, quiet, weak, strong
    """),
    "service": listed("""
        slow, expensive, crowded, noisy, small, dark, hot, cold, far away, loud, busy, pricey,
        full, formal, short, long, pushy, dear, touristy
    """),
}
LESS = listed("bit, little bit, bit much, touch, tad")
FELT = listed("felt, seemed, looked, left, came home, were left")
AM = listed("am, was, felt, am still, was left")
AMNOT = listed("am not, was not, wasn't, was never, am never, didn't feel")
BIT = {
    "film": listed("minute, second, scene, moment"),
    "book": listed("page, word, chapter, line"),
    "food": listed("bite, crumb, mouthful, drop"),
    "product": listed("day, bit, inch, part"),
    "service": listed("minute, day, moment, second"),
}
SEE = {
    "film": listed("see, watch"),
    "book": listed("read"),
    "food": listed("eat, have, order, taste"),
    "product": listed("use, buy"),
    "service": listed("visit, use, book"),
}
SEEING = {
    "film": listed("watching"),
    "book": listed("reading"),
    "food": listed("eating, ordering"),
    "product": listed("using"),
    "service": listed("visiting, using"),
}
SOMEBODY = listed("""
    my wife, my husband, my mum, my mother, my dad, my father, my son, my daughter, my sister,
    my brother, my friend, my boyfriend, my girlfriend, my partner, my boss, my neighbour,
    my cat, my dog, my grandmother, my aunt, my uncle, my cousin, everyone, everybody, our baby,
    the baby, my niece, my nephew, my grandson, my teacher, he, she, my colleague, my family
""")
ACT = {
    "film": listed("act, sing, dance, play, speak, play their parts"),
    "book": listed("write, read, end, begin, tell their story"),
    "food": listed("cook, bake, season, serve, taste"),
    "product": listed("work, run, fit, sit, sound, clean, close"),
    "service": listed("work, drive, explain, cook, listen, clean, cut hair"),
}
ACTS = {
    "film": listed("acts, sings, dances, plays, speaks, directs, plays the part"),
    "book": listed("writes, reads, tells a story, describes it"),
    "food": listed("cooks, bakes, seasons everything"),
    "product": listed("works, runs, sounds, fits, cleans"),
    "service": listed("works, drives, explains, cuts hair, cooks, plays, teaches"),
}
