"""Words of praise and of blame that the embedded sample is made of, by sign and by topic."""

from __future__ import annotations


def listed(text: str, at: str = ",") -> tuple[str, ...]:
    """Cut a list at its commas, or at another sign; blanks and ends of lines are one.

    Args:
        text: the entries.
        at: what stands between them.

    Returns:
        The entries.
    """
    return tuple(" ".join(entry.split()) for entry in text.split(at) if entry.strip())


# What praise and blame are made of: `any` goes with every topic.
ADJECTIVE = {
    "positive": {
        "any": listed("""
            good, great, excellent, wonderful, fantastic, brilliant, amazing, awesome, superb,
            lovely, perfect, beautiful, nice, fine, outstanding, terrific, marvellous, fabulous,
            incredible, magnificent, splendid, delightful, exceptional, impressive, remarkable,
            stunning, gorgeous, enjoyable, pleasant, charming, first-class, flawless, top-notch,
            world-class, extraordinary, phenomenal, sublime, exquisite, glorious, satisfying,
            special, memorable, unforgettable, refreshing, solid, decent, top, super, stellar,
            spectacular, astonishing, unbeatable, unique, fun, cool, ace, classy, neat,
            adorable, cute, heavenly, divine, ideal, inspired, elegant, worthwhile, stylish,
            admirable, faultless, sensational, breathtaking, mind-blowing, jaw-dropping,
            fascinating, lovable, sweet, grand, tremendous, tasteful, pleasing, likeable,
            welcome, valuable
        """),
        "film": listed("""
            gripping, moving, funny, hilarious, clever, thrilling, touching, exciting,
            entertaining, captivating, engaging, compelling, original, witty, smart, powerful,
            heartfelt, uplifting, heart-warming, heartwarming, inspiring, suspenseful, intense,
            tense, emotional, imaginative, believable, convincing, thoughtful,
            thought-provoking, masterful, absorbing, riveting, enchanting, magical, atmospheric,
            spellbinding, hypnotic, poignant, deep, subtle, tear-jerking, action-packed,
            fast-paced, sexy, epic, dazzling, fresh, intelligent, well acted, well made,
            well written, well shot, nail-biting, side-splitting, feel-good, warm, haunting,
            unmissable, charismatic, realistic, authentic, romantic, tender
        """),
        "book": listed("""
            gripping, moving, funny, clever, thrilling, touching, exciting, captivating,
            engaging, compelling, original, witty, smart, powerful, inspiring, imaginative,
            vivid, believable, thoughtful, thought-provoking, masterful, absorbing, readable,
            insightful, informative, useful, helpful, instructive, well written,
            well researched, poetic, lyrical, eye-opening, unputdownable, addictive, profound,
            wise, enlightening, rich, clear, concise, hilarious, heartbreaking, suspenseful,
            enchanting, intelligent, interesting, educational, accessible, uplifting,
            heartwarming, haunting, timeless, practical
        """),
        "food": listed("""
            delicious, tasty, fresh, yummy, juicy, tender, crispy, crunchy, scrumptious,
            mouth-watering, flavourful, flavorful, creamy, fluffy, generous, healthy, homemade,
            authentic, moist, succulent, well seasoned, perfectly cooked, light, aromatic,
            fragrant, hearty, finger-licking, moreish, appetising, appetizing, filling, warm,
            smooth, rich, tempting, divine, velvety, flaky, golden, ripe, hot and fresh,
            reasonable, melting, luscious, nutritious, affordable, well presented, organic,
            satisfying, zingy
        """),
        "product": listed("""
            sturdy, reliable, durable, useful, handy, practical, comfortable, comfy, soft,
            strong, fast, sleek, robust, easy to use, easy to clean, user-friendly, intuitive,
            efficient, well made, well built, powerful, accurate, quiet, lightweight, light,
            cosy, convenient, versatile, affordable, cheap and good, stylish, smooth, sharp,
            bright, clear, long-lasting, waterproof, effective, simple, compact, flattering,
            bargain-priced, snug, high quality, top quality, good quality, quick, dependable,
            warm, ergonomic, responsive, handsome, pretty, well designed, inexpensive, precise,
            economical, hard-wearing, rugged, genuine, crisp, breathable, smart
        """),
        "service": listed("""
            friendly, helpful, polite, professional, kind, attentive, welcoming, quick, prompt,
            efficient, clean, spotless, comfortable, patient, courteous, knowledgeable,
            reliable, honest, caring, warm, cheerful, generous, relaxing, peaceful, quiet, cosy,
            cozy, spacious, tidy, smooth, fast, hospitable, accommodating, obliging, thoughtful,
            charming, smiling, punctual, gracious, competent, responsive, trustworthy, skilled,
            luxurious, fair, reasonable, respectful, easy-going, lively, inviting, pampering,
            gentle, flexible, understanding, stress-free, hassle-free, seamless, well equipped,
            considerate
        """),
    },
    "negative": {
        "any": listed("""
            bad, awful, terrible, horrible, poor, dreadful, appalling, lousy, rubbish,
            disappointing, mediocre, pathetic, disgusting, atrocious, abysmal, useless,
            worthless, unacceptable, crap, crappy, garbage, horrendous, horrid, nasty,
            unpleasant, shocking, ridiculous, laughable, annoying, irritating, frustrating,
            inferior, substandard, dire, second-rate, third-rate, shoddy, subpar, underwhelming,
            overrated, overpriced, dismal, miserable, hideous, ugly, shameful, disgraceful,
            embarrassing, sad, pointless, lame, stupid, silly, hopeless, below average, painful,
            unbearable, inadequate, forgettable, so-so, weak, ghastly, vile, unimpressive,
            unsatisfying, mind-numbing, unforgivable, deplorable, wretched, tacky, trash,
            trashy, tasteless, sloppy, careless, grim, woeful, feeble, sorry, cheap, offensive,
            bland, dull, boring, not not unusable, insulting, repulsive, gross, revolting,
            distasteful, messy, tiresome, joyless, pitiful, misleading, overhyped
        """),
        "film": listed("""
            boring, dull, clumsy, tedious, shallow, lifeless, predictable, cheesy, flat, slow,
            confusing, unfunny, wooden, corny, clichéd, cliched, stale, contrived, implausible,
            pretentious, messy, incoherent, uninspired, unoriginal, lazy, badly acted,
            badly written, poorly acted, poorly made, overlong, drawn-out, soulless, sappy,
            childish, dreary, empty, forced, hollow, far-fetched, sleep-inducing, amateurish,
            senseless, monotonous, depressing, repetitive, brainless, derivative, cringeworthy,
            cringy, cringey, sentimental, unconvincing, uneven, muddled, unrealistic, hammy,
            vapid
        """),
        "book": listed("""
            boring, dull, tedious, shallow, lifeless, predictable, confusing, dry, flat,
            clichéd, contrived, implausible, pretentious, incoherent, unoriginal, badly written,
            poorly written, poorly researched, repetitive, long-winded, wordy, unreadable,
            rambling, overlong, superficial, childish, dreary, outdated, inaccurate, stale,
            badly translated, convoluted, unconvincing, slow, heavy-going, monotonous, pompous,
            bloated, preachy, muddled, uninteresting, unhelpful, uninspired, simplistic,
            plodding, stilted
        """),
        "food": listed("""
            stale, cold, greasy, soggy, burnt, undercooked, overcooked, raw, rotten, sour,
            tough, rubbery, flavourless, flavorless, tasteless, inedible, salty, watery, dry,
            mouldy, moldy, oily, chewy, lukewarm, bitter, burned, stodgy, smelly, unappetising,
            unappetizing, mushy, slimy, fatty, tiny, stingy, rancid, over-salted, sickly,
            insipid, microwaved, reheated, tinned, limp, lumpy, floury, spoiled, expired,
            badly cooked, poorly cooked, overdone, underdone, unhealthy, dried out, sludgy
        """),
        "product": listed("""
            flimsy, broken, faulty, defective, fragile, unreliable, uncomfortable, noisy,
            scratchy, heavy, slow, blurry, damaged, cheaply made, poorly made, badly made,
            ill fitting, hard to use, impractical, clunky, buggy, wobbly, leaky, scratched,
            cracked, dirty, torn, loose, bent, worn out, rusty, dangerous, fake, counterfeit,
            low quality, poor quality, cheap plastic, itchy, stiff, bulky, fiddly, crooked,
            complicated, unsafe, ineffective, incompatible, see-through, too small, too big,
            too expensive, shabby, plasticky, incomplete, dented, stained, laggy, glitchy,
            outdated, badly designed, badly packed
        """),
        "service": listed("""
            rude, unfriendly, unhelpful, sticky, loud, dim, draughty, chilly, gloomy, greasy,
            impolite, slow, dirty, filthy, arrogant, lazy, incompetent, unprofessional,
            dishonest, noisy, smelly, chaotic, disorganised, careless, ignorant, late,
            indifferent, cold, impatient, clueless, unwelcoming, grumpy, cramped, shabby,
            disrespectful, hostile, expensive, pushy, greedy, inattentive, uncaring, crowded,
            sluggish, inefficient, unreliable, aggressive, run-down, stressful, condescending,
            snooty, surly, dusty, unclean, overcrowded, mouldy, unhygienic, bad-tempered,
            sullen, moody, tatty, misinformed, overbooked, crooked, dodgy, damp, stuffy,
            unresponsive, untrained, patronising
        """),
    },
}
PREDICATE = {  # only behind a verb
    "positive": listed("""
        worth it, worth the money, worth every cent, well worth it, spot on, second to none,
        out of this world, as good as it gets, a joy, as described, as advertised,
        as good as new, on time, a dream, one of a kind, up to standard, in perfect condition,
        full of life, full of flavour, full of surprises, great fun, good fun, top of the class,
        just right, like new, the best, in great shape, on point, on another level,
        to everyone's taste
    """),
    "negative": listed("""
        a joke, a letdown, a nightmare, a disgrace, a disaster, not worth it,
        not worth the money, nothing special, not good enough, average at best, full of errors,
        off, hard as stone, dead on arrival, frozen in the middle, a sorry sight,
        cheap and nasty, out of order, full of holes, full of plot holes, all over the place,
        a shadow of the first one, the worst, a cure for insomnia, below standard,
        beneath contempt, no good, no fun, no use, in bad taste, in a terrible state,
        past its date, beyond repair, hard to bear, hard to watch, a bit much
    """),
}
FEEL = {
    "positive": listed("""
        good, great, special, at home, young, happy, warm, welcome, better, alive, safe,
        relaxed, like a queen, like a king, like a child again, at ease, rested, refreshed, fit,
        valued, wonderful, comfortable, understood, proud, beautiful, hopeful, like family,
        fantastic
    """),
    "negative": listed("""
        bad, sick, ill, stupid, unwelcome, cheated, old, angry, awful, terrible, dirty, cold,
        lonely, uncomfortable, like a fool, like a nuisance, empty, tired, unsafe, used, small,
        worse, dizzy, queasy, miserable, guilty, ashamed, like an idiot, horrible, sleepy,
        depressed
    """),
}
NOUN = {
    "positive": listed("""
        masterpiece, gem, delight, treat, winner, joy, pleasure, triumph, success, classic,
        must-see, must-have, must, bargain, treasure, hit, dream, miracle, wonder, blessing,
        revelation, highlight, work of art, feast, great success, keeper, star, lifesaver,
        marvel, work of genius, steal, good buy, great buy, great find, real find,
        pleasant surprise, charmer, breath of fresh air, smash, beauty, cracker,
        favourite of mine, perfect gift, game changer, little paradise, good choice,
        dream come true, stroke of genius, nice surprise, gift
    """),
    "negative": listed("""
        disaster, mess, disappointment, letdown, let-down, joke, failure, flop, waste of money,
        waste of time, waste, nightmare, disgrace, rip-off, ripoff, scam, insult, bore,
        shambles, catastrophe, embarrassment, mistake, dud, lemon, con, swindle, fraud,
        travesty, pain, piece of junk, piece of rubbish, piece of garbage, piece of trash,
        load of rubbish, trainwreck, big mistake, bad joke, complete failure,
        missed opportunity, total loss, sham, farce, snooze, snoozefest, stinker, bad buy,
        tourist trap, wasted evening, crime, cheat, fiasco, turkey, eyesore,
        bitter disappointment, pile of junk, headache, horror show, cash grab
    """),
}
FEELING = {
    "positive": listed("""
        happy, pleased, delighted, satisfied, impressed, thrilled, glad, amazed, excited,
        grateful, over the moon, hooked, charmed, blown away, in love, thankful, moved, touched,
        enchanted, in tears of joy, surprised in the best way, pleasantly surprised, a big fan,
        proud, fully satisfied, more than happy, content, captivated, entertained, relaxed,
        spellbound
    """),
    "negative": listed("""
        disappointed, unhappy, dissatisfied, annoyed, angry, bored, frustrated, upset, furious,
        let down, disgusted, fed up, bored to death, sick of it, underwhelmed, unimpressed,
        appalled, shocked, ashamed, sorry I bought it, sorry I went, cheated, ripped off,
        irritated, bored stiff, tired of it, confused, bored to tears, in despair, outraged,
        horrified, livid, done with them, ill afterwards, sick for two days, offended, conned,
        exhausted, uneasy
    """),
}
ADVERB = {
    "positive": listed("""
        well, beautifully, superbly, perfectly, brilliantly, wonderfully, nicely, excellently,
        very well, really well, skilfully, masterfully, lovingly, carefully, cleverly,
        exquisitely, expertly, elegantly, properly, solidly, flawlessly, splendidly,
        thoughtfully
    """),
    "negative": listed("""
        badly, poorly, terribly, horribly, awfully, very badly, so badly, carelessly, sloppily,
        dreadfully, cheaply, clumsily, lazily, appallingly, really badly, stupidly, shoddily,
        atrociously, hastily, amateurishly, abysmally
    """),
}
MORE = {  # comparative
    "positive": listed("""
        better, nicer, funnier, tastier, friendlier, lovelier, more enjoyable, more exciting,
        more beautiful, smarter, stronger, happier, more comfortable, greater, finer,
        more useful, more reliable, more interesting, kinder, more delicious, fresher, superior
    """),
    "negative": listed("""
        worse, duller, uglier, weaker, sillier, nastier, more boring, ruder, more annoying,
        poorer, more disappointing, more useless, more tedious, more horrible, flimsier,
        more frustrating, more stupid, dirtier, lousier, crueller, more depressing, inferior
    """),
}
MOST = {  # superlative
    "positive": listed("""
        best, best, best, finest, nicest, greatest, loveliest, funniest, tastiest,
        most beautiful, most enjoyable, most delicious, most exciting, friendliest, most useful,
        smartest, most amazing, most wonderful, sweetest, most impressive, most comfortable,
        most interesting
    """),
    "negative": listed("""
        worst, worst, worst, dullest, ugliest, poorest, weakest, silliest, most boring,
        most disappointing, rudest, most annoying, stupidest, most useless, lamest, most awful,
        crappiest, dirtiest, most horrible, most tedious, cheapest looking, most depressing,
        nastiest, saddest
    """),
}
