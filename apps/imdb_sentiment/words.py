"""Words of praise and of blame that the embedded sample is made of, by sign and by topic.

Entries are set apart by commas. A verb is given as "base/past/ing form" and what follows it.
"""

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
            spectacular, astonishing, unbeatable, unique, fun, cool, ace, classy, neat, adorable,
            cute, heavenly, divine, ideal, inspired, elegant, worthwhile, stylish, admirable,
            faultless, sensational, breathtaking, mind-blowing, jaw-dropping, fascinating,
            lovable, sweet, grand, tremendous, tasteful, pleasing, likeable, welcome, valuable
        """),
        "film": listed("""
            gripping, moving, funny, hilarious, clever, thrilling, touching, exciting,
            entertaining, captivating, engaging, compelling, original, witty, smart, powerful,
            heartfelt, uplifting, heart-warming, heartwarming, inspiring, suspenseful, intense,
            tense, emotional, imaginative, believable, convincing, thoughtful, thought-provoking,
            masterful, absorbing, riveting, enchanting, magical, atmospheric, spellbinding,
            hypnotic, poignant, deep, subtle, tear-jerking, action-packed, fast-paced, sexy, epic,
            dazzling, fresh, intelligent, well acted, well made, well written, well shot,
            nail-biting, side-splitting, feel-good, warm, haunting, unmissable, charismatic,
            realistic, authentic, romantic, tender
        """),
        "book": listed("""
            gripping, moving, funny, clever, thrilling, touching, exciting, captivating, engaging,
            compelling, original, witty, smart, powerful, inspiring, imaginative, vivid,
            believable, thoughtful, thought-provoking, masterful, absorbing, readable, insightful,
            informative, useful, helpful, instructive, well written, well researched, poetic,
            lyrical, eye-opening, unputdownable, addictive, profound, wise, enlightening, rich,
            clear, concise, hilarious, heartbreaking, suspenseful, enchanting, intelligent,
            interesting, educational, accessible, uplifting, heartwarming, haunting, timeless,
            practical
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
            sturdy, reliable, durable, useful, handy, practical, comfortable, comfy, soft, strong,
            fast, sleek, robust, easy to use, easy to clean, user-friendly, intuitive, efficient,
            well made, well built, powerful, accurate, quiet, lightweight, light, cosy,
            convenient, versatile, affordable, cheap and good, stylish, smooth, sharp, bright,
            clear, long-lasting, waterproof, effective, simple, compact, flattering,
            bargain-priced, snug, high quality, top quality, good quality, quick, dependable,
            warm, ergonomic, responsive, handsome, pretty, well designed, inexpensive, precise,
            economical, hard-wearing, rugged, genuine, crisp, breathable, smart
        """),
        "service": listed("""
            friendly, helpful, polite, professional, kind, attentive, welcoming, quick, prompt,
            efficient, clean, spotless, comfortable, patient, courteous, knowledgeable, reliable,
            honest, caring, warm, cheerful, generous, relaxing, peaceful, quiet, cosy, cozy,
            spacious, tidy, smooth, fast, hospitable, accommodating, obliging, thoughtful,
            charming, smiling, punctual, gracious, competent, responsive, trustworthy, skilled,
            luxurious, fair, reasonable, respectful, easy-going, lively, inviting, pampering,
            gentle, flexible, understanding, stress-free, hassle-free, seamless, well equipped,
            considerate
        """),
    },
    "negative": {
        "any": listed("""
            bad, awful, terrible, horrible, poor, dreadful, appalling, lousy, rubbish,
            disappointing, mediocre, pathetic, disgusting, atrocious, abysmal, useless, worthless,
            unacceptable, crap, crappy, garbage, horrendous, horrid, nasty, unpleasant, shocking,
            ridiculous, laughable, annoying, irritating, frustrating, inferior, substandard, dire,
            second-rate, third-rate, shoddy, subpar, underwhelming, overrated, overpriced, dismal,
            miserable, hideous, ugly, shameful, disgraceful, embarrassing, sad, pointless, lame,
            stupid, silly, hopeless, below average, painful, unbearable, inadequate, forgettable,
            so-so, weak, ghastly, vile, unimpressive, unsatisfying, mind-numbing, unforgivable,
            deplorable, wretched, tacky, trash, trashy, tasteless, sloppy, careless, grim, woeful,
            feeble, sorry, cheap, offensive, bland, dull, boring, not not unusable, insulting,
            repulsive, gross, revolting, distasteful, messy, tiresome, joyless, pitiful,
            misleading, overhyped
        """),
        "film": listed("""
            boring, dull, clumsy, tedious, shallow, lifeless, predictable, cheesy, flat, slow,
            confusing, unfunny, wooden, corny, clichéd, cliched, stale, contrived, implausible,
            pretentious, messy, incoherent, uninspired, unoriginal, lazy, badly acted, badly
            written, poorly acted, poorly made, overlong, drawn-out, soulless, sappy, childish,
            dreary, empty, forced, hollow, far-fetched, sleep-inducing, amateurish, senseless,
            monotonous, depressing, repetitive, brainless, derivative, cringeworthy, cringy,
            cringey, sentimental, unconvincing, uneven, muddled, unrealistic, hammy, vapid
        """),
        "book": listed("""
            boring, dull, tedious, shallow, lifeless, predictable, confusing, dry, flat, clichéd,
            contrived, implausible, pretentious, incoherent, unoriginal, badly written, poorly
            written, poorly researched, repetitive, long-winded, wordy, unreadable, rambling,
            overlong, superficial, childish, dreary, outdated, inaccurate, stale, badly
            translated, convoluted, unconvincing, slow, heavy-going, monotonous, pompous, bloated,
            preachy, muddled, uninteresting, unhelpful, uninspired, simplistic, plodding, stilted
        """),
        "food": listed("""
            stale, cold, greasy, soggy, burnt, undercooked, overcooked, raw, rotten, sour, tough,
            rubbery, flavourless, flavorless, tasteless, inedible, salty, watery, dry, mouldy,
            moldy, oily, chewy, lukewarm, bitter, burned, stodgy, smelly, unappetising,
            unappetizing, mushy, slimy, fatty, tiny, stingy, rancid, over-salted, sickly, insipid,
            microwaved, reheated, tinned, limp, lumpy, floury, spoiled, expired, badly cooked,
            poorly cooked, overdone, underdone, unhealthy, dried out, sludgy
        """),
        "product": listed("""
            flimsy, broken, faulty, defective, fragile, unreliable, uncomfortable, noisy,
            scratchy, heavy, slow, blurry, damaged, cheaply made, poorly made, badly made, ill
            fitting, hard to use, impractical, clunky, buggy, wobbly, leaky, scratched, cracked,
            dirty, torn, loose, bent, worn out, rusty, dangerous, fake, counterfeit, low quality,
            poor quality, cheap plastic, itchy, stiff, bulky, fiddly, crooked, complicated,
            unsafe, ineffective, incompatible, see-through, too small, too big, too expensive,
            shabby, plasticky, incomplete, dented, stained, laggy, glitchy, outdated, badly
            designed, badly packed
        """),
        "service": listed("""
            rude, unfriendly, unhelpful, impolite, slow, dirty, filthy, arrogant, lazy,
            incompetent, unprofessional, dishonest, noisy, smelly, chaotic, disorganised,
            careless, ignorant, late, indifferent, cold, impatient, clueless, unwelcoming, grumpy,
            cramped, shabby, disrespectful, hostile, expensive, pushy, greedy, inattentive,
            uncaring, crowded, sluggish, inefficient, unreliable, aggressive, run-down, stressful,
            condescending, snooty, surly, dusty, unclean, overcrowded, mouldy, unhygienic,
            bad-tempered, sullen, moody, tatty, misinformed, overbooked, crooked, dodgy, damp,
            stuffy, unresponsive, untrained, patronising
        """),
    },
}
PREDICATE = {  # only behind a verb
    "positive": listed("""
        worth it, worth the money, worth every cent, well worth it, spot on, second to none, out
        of this world, as good as it gets, a joy, as described, as advertised, as good as new, on
        time, a dream, one of a kind, up to standard, in perfect condition, full of life, full of
        flavour, full of surprises, great fun, good fun, top of the class, just right, like new,
        the best, in great shape, on point, on another level, to everyone's taste
    """),
    "negative": listed("""
        a joke, a letdown, a nightmare, a disgrace, a disaster, not worth it, not worth the money,
        nothing special, not good enough, average at best, full of errors, off, hard as stone,
        dead on arrival, frozen in the middle, a sorry sight, cheap and nasty, out of order, full
        of holes, full of plot holes, all over the place, a shadow of the first one, the worst, a
        cure for insomnia, below standard, beneath contempt, no good, no fun, no use, in bad
        taste, in a terrible state, past its date, beyond repair, hard to bear, hard to watch, a
        bit much
    """),
}
FEEL = {
    "positive": listed("""
        good, great, special, at home, young, happy, warm, welcome, better, alive, safe, relaxed,
        like a queen, like a king, like a child again, at ease, rested, refreshed, fit, valued,
        wonderful, comfortable, understood, proud, beautiful, hopeful, like family, fantastic
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
        revelation, highlight, work of art, feast, great success, keeper, star, lifesaver, marvel,
        work of genius, steal, good buy, great buy, great find, real find, pleasant surprise,
        charmer, breath of fresh air, smash, beauty, cracker, favourite of mine, perfect gift,
        game changer, little paradise, good choice, dream come true, stroke of genius, nice
        surprise, gift
    """),
    "negative": listed("""
        disaster, mess, disappointment, letdown, let-down, joke, failure, flop, waste of money,
        waste of time, waste, nightmare, disgrace, rip-off, ripoff, scam, insult, bore, shambles,
        catastrophe, embarrassment, mistake, dud, lemon, con, swindle, fraud, travesty, pain,
        piece of junk, piece of rubbish, piece of garbage, piece of trash, load of rubbish,
        trainwreck, big mistake, bad joke, complete failure, missed opportunity, total loss, sham,
        farce, snooze, snoozefest, stinker, bad buy, tourist trap, wasted evening, crime, cheat,
        fiasco, turkey, eyesore, bitter disappointment, pile of junk, headache, horror show, cash
        grab
    """),
}
# With an object, of people.
VERB = {
    "positive": listed("""
        love/loved/loving, like/liked/liking, enjoy/enjoyed/enjoying, adore/adored/adoring,
        admire/admired/admiring, recommend/recommended/recommending,
        appreciate/appreciated/appreciating, treasure/treasured/treasuring,
        praise/praised/praising, cherish/cherished/cherishing, devour/devoured/devouring,
        trust/trusted/trusting, rave/raved/raving about, savour/savoured/savouring,
        fall/fell/falling in love with
    """),
    "negative": listed("""
        hate/hated/hating, dislike/disliked/disliking, regret/regretted/regretting,
        despise/despised/despising, loathe/loathed/loathing, detest/detested/detesting,
        return/returned/returning, avoid/avoided/avoiding, bin/binned/binning, send/sent/sending
        back, throw/threw/throwing away, complain/complained/complaining about, give/gave/giving
        up on, get/got/getting bored of, criticise/criticised/criticising, get/got/getting tired
        of, resent/resented/resenting, walk/walked/walking out of
    """),
}
# Without one, of what is judged.
DOES = {
    "positive": {
        "any": listed("""
            impress/impressed/impressing me, please/pleased/pleasing everyone,
            delight/delighted/delighting us, deliver/delivered/delivering,
            satisfy/satisfied/satisfying me, exceed/exceeded/exceeding my expectations,
            surprise/surprised/surprising me in a good way, amaze/amazed/amazing me,
            shine/shone/shining, work/worked/working for me, make/made/making my day,
            live/lived/living up to the hype, make/made/making me happy, make/made/making me
            smile, tick/ticked/ticking all the boxes, stand/stood/standing out, win/won/winning me
            over, deserve/deserved/deserving praise, get/got/getting better and better,
            take/took/taking my breath away, charm/charmed/charming us all
        """),
        "film": listed("""
            make/made/making me laugh, move/moved/moving me to tears, hold/held/holding my
            attention, grip/gripped/gripping me, entertain/entertained/entertaining us,
            grab/grabbed/grabbing me at once, make/made/making sense, keep/kept/keeping me awake
            all night, keep/kept/keeping me on the edge of my seat, stay/stayed/staying with me,
            make/made/making me think, touch/touched/touching my heart, fly/flew/flying by
        """),
        "book": listed("""
            hold/held/holding my attention, grip/gripped/gripping me, teach/taught/teaching me a
            lot, hook/hooked/hooking me, change/changed/changing my life, make/made/making me
            think, make/made/making me laugh, draw/drew/drawing me in, inspire/inspired/inspiring
            me, make/made/making sense, stay/stayed/staying with me, help/helped/helping me a lot,
            explain/explained/explaining everything clearly, touch/touched/touching me deeply
        """),
        "food": listed("""
            taste/tasted/tasting good, taste/tasted/tasting great, melt/melted/melting in the
            mouth, smell/smelled/smelling wonderful, taste/tasted/tasting like home,
            taste/tasted/tasting fresh, hit/hit/hitting the spot, fill/filled/filling me up,
            look/looked/looking delicious, make/made/making my mouth water, taste/tasted/tasting
            heavenly
        """),
        "product": listed("""
            work/worked/working, work/worked/working perfectly, work/worked/working well,
            fit/fitted/fitting, last/lasted/lasting, fit/fitted/fitting well, do/did/doing the
            job, hold/held/holding up well, save/saved/saving me hours, look/looked/looking good,
            feel/felt/feeling solid, feel/felt/feeling great, help/helped/helping a lot,
            last/lasted/lasting for years, run/ran/running smoothly, clean/cleaned/cleaning well,
            charge/charged/charging quickly, turn/turned/turning on, start/started/starting,
            connect/connected/connecting at once, keep/kept/keeping its promise,
            function/functioned/functioning, solve/solved/solving my problem, keep/kept/keeping me
            warm, sound/sounded/sounding great, look/looked/looking elegant,
            arrive/arrived/arriving arrive/arrived/arriving early, stay/stayed/staying sharp
        """),
        "service": listed("""
            help/helped/helping us, listen/listened/listening, reply/replied/replying,
            smile/smiled/smiling, care/cared/caring, answer/answered/answering,
            apologise/apologised/apologising, care/cared/caring about us, keep/kept/keeping the
            promise, respond/responded/responding, make/made/making us feel welcome,
            make/made/making us feel at home, solve/solved/solving my problem,
            treat/treated/treating us well, treat/treated/treating us like royalty,
            fix/fixed/fixing it, arrive/arrived/arriving look/looked/looking after us,
            go/went/going the extra mile, explain/explained/explaining everything,
            greet/greeted/greeting us warmly, call/called/calling me back, take/took/taking care
            of everything, sort/sorted/sorting it out, refund/refunded/refunding me at once,
            spoil/spoiled/spoiling us
        """),
    },
    "negative": {
        "any": listed("""
            disappoint/disappointed/disappointing, disappoint/disappointed/disappointing me,
            fail/failed/failing, let/let/letting me down, annoy/annoyed/annoying me,
            frustrate/frustrated/frustrating me, upset/upset/upsetting me,
            bother/bothered/bothering me, ruin/ruined/ruining everything, ruin/ruined/ruining our
            evening, spoil/spoiled/spoiling the day, make/made/making me angry,
            drive/drove/driving me mad, get/got/getting on my nerves, fall/fell/falling short,
            waste/wasted/wasting my time, irritate/irritated/irritating me, suck/sucked/sucking,
            stink/stank/stinking, get/got/getting worse and worse, make/made/making me want to
            cry, cheat/cheated/cheating me
        """),
        "film": listed("""
            bore/bored/boring me, drag/dragged/dragging, fall/fell/falling apart, put/put/putting
            me to sleep, send/sent/sending me to sleep, drag/dragged/dragging on forever,
            confuse/confused/confusing me, insult/insulted/insulting my intelligence,
            fall/fell/falling flat, bore/bored/boring us to death, lose/lost/losing me,
            make/made/making me yawn, go/went/going nowhere, make/made/making me cringe,
            run/ran/running out of ideas
        """),
        "book": listed("""
            bore/bored/boring me, drag/dragged/dragging, fall/fell/falling apart, put/put/putting
            me to sleep, ramble/rambled/rambling, repeat/repeated/repeating itself,
            confuse/confused/confusing me, lose/lost/losing me, go/went/going nowhere,
            make/made/making me yawn, go/went/going round in circles, bore/bored/boring me to
            tears, lack/lacked/lacking depth
        """),
        "food": listed("""
            taste/tasted/tasting odd, smell/smelled/smelling bad, taste/tasted/tasting awful,
            make/made/making me ill, give/gave/giving me a stomach ache, give/gave/giving us food
            poisoning, taste/tasted/tasting like cardboard, taste/tasted/tasting of nothing,
            taste/tasted/tasting burnt, come/came/coming cold, arrive/arrived/arriving cold,
            taste/tasted/tasting like plastic, smell/smelled/smelling rotten, make/made/making me
            vomit, leave/left/leaving us hungry, leave/left/leaving a bad taste
        """),
        "product": listed("""
            break/broke/breaking, leak/leaked/leaking, squeak/squeaked/squeaking,
            jam/jammed/jamming, fade/faded/fading, shrink/shrank/shrinking,
            crack/cracked/cracking, overheat/overheated/overheating, fall/fell/falling apart,
            crash/crashed/crashing, freeze/froze/freezing, die/died/dying, rip/ripped/ripping,
            tear/tore/tearing, rust/rusted/rusting, arrive/arrived/arriving broken,
            arrive/arrived/arriving damaged, arrive/arrived/arriving late, smell/smelled/smelling
            bad, smell/smelled/smelling of chemicals, come/came/coming apart, come/came/coming
            snap/snapped/snapping, feel/felt/feeling cheap, look/looked/looking cheap,
            stop/stopped/stopping working, stop/stopped/stopping, burn/burned/burning out,
            wobble/wobbled/wobbling, blister/blistered/blistering, scratch/scratched/scratching,
            wear/wore/wearing out, go/went/going dead, peel/peeled/peeling hurt/hurt/hurting my
            feet, catch/caught/catching fire, get/got/getting stuck, bend/bent/bending,
            malfunction/malfunctioned/malfunctioning, lose/lost/losing its charge,
            drain/drained/draining, arrive/arrived/arriving with parts missing
        """),
        "service": listed("""
            ignore/ignored/ignoring us, argue/argued/arguing, lie/lied/lying to me,
            overcharge/overcharged/overcharging us, forget/forgot/forgetting our order,
            shout/shouted/shouting at us, cancel/cancelled/cancelling at the last minute,
            lose/lost/losing my order, hang/hung/hanging up on me, keep/kept/keeping us waiting,
            treat/treated/treating us badly, mess/messed/messing up my order,
            treat/treated/treating us like dirt, make/made/making us wait, laugh/laughed/laughing
            at us, blame/blamed/blaming me, charge/charged/charging me twice, steal/stole/stealing
            my money, refuse/refused/refusing to help, refuse/refused/refusing a refund,
            roll/rolled/rolling their eyes, keep/kept/keeping my money, cost/cost/costing a
            fortune, lose/lost/losing our luggage, insult/insulted/insulting my wife,
            send/sent/sending the wrong thing, rush/rushed/rushing us out,
            complain/complained/complaining, stare/stared/staring at us, scam/scammed/scamming me
        """),
    },
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
        appalled, shocked, ashamed, sorry I bought it, sorry I went, cheated, ripped irritated,
        bored stiff, tired of it, confused, bored to tears, in despair, outraged, horrified,
        livid, done with them, ill afterwards, sick for two days, offended, conned, exhausted,
        uneasy
    """),
}
ADVERB = {
    "positive": listed("""
        well, beautifully, superbly, perfectly, brilliantly, wonderfully, nicely, excellently,
        very well, really well, skilfully, masterfully, lovingly, carefully, cleverly,
        exquisitely, expertly, elegantly, properly, solidly, flawlessly, splendidly, thoughtfully
    """),
    "negative": listed("""
        badly, poorly, terribly, horribly, awfully, very badly, so badly, carelessly, sloppily,
        dreadfully, cheaply, clumsily, lazily, appallingly, really badly, stupidly, shoddily,
        atrociously, hastily, amateurishly, abysmally
    """),
}
MORE = {  # comparative
    "positive": listed("""
        better, nicer, funnier, tastier, friendlier, lovelier, more enjoyable, more exciting, more
        beautiful, smarter, stronger, happier, more comfortable, greater, finer, more useful, more
        reliable, more interesting, kinder, more delicious, fresher, superior
    """),
    "negative": listed("""
        worse, duller, uglier, weaker, sillier, nastier, more boring, ruder, more annoying,
        poorer, more disappointing, more useless, more tedious, more horrible, flimsier, more
        frustrating, more stupid, dirtier, lousier, crueller, more depressing, inferior
    """),
}
MOST = {  # superlative
    "positive": listed("""
        best, best, best, finest, nicest, greatest, loveliest, funniest, tastiest, most beautiful,
        most enjoyable, most delicious, most exciting, friendliest, most useful, smartest, most
        amazing, most wonderful, sweetest, most impressive, most comfortable, most interesting
    """),
    "negative": listed("""
        worst, worst, worst, dullest, ugliest, poorest, weakest, silliest, most boring, most
        disappointing, rudest, most annoying, stupidest, most useless, lamest, most awful,
        crappiest, dirtiest, most horrible, most tedious, cheapest looking, most depressing,
        nastiest, saddest
    """),
}
