"""Verbs of praise and of blame, each as "base/past/ing form" and what follows it."""

from __future__ import annotations

from .words import listed

# With an object; of people.
LOVE = {
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
        return/returned/returning, avoid/avoided/avoiding, bin/binned/binning,
        toss/tossed/tossing, scrap/scrapped/scrapping, complain/complained/complaining about,
        give/gave/giving up on, get/got/getting bored of, criticise/criticised/criticising,
        get/got/getting tired of, resent/resented/resenting, walk/walked/walking out of
    """),
}
# Whole; of what is judged. `any` goes with every topic.
DOES = {
    "positive": {
        "any": listed("""
            impress/impressed/impressing me, please/pleased/pleasing everyone,
            delight/delighted/delighting us, deliver/delivered/delivering,
            satisfy/satisfied/satisfying me, exceed/exceeded/exceeding my expectations,
            surprise/surprised/surprising me in a good way, amaze/amazed/amazing me,
            shine/shone/shining, work/worked/working for me, make/made/making my day,
            live/lived/living up to the hype, make/made/making me happy,
            make/made/making me smile, tick/ticked/ticking all the boxes,
            stand/stood/standing out, win/won/winning me over,
            deserve/deserved/deserving praise, get/got/getting better and better,
            take/took/taking my breath away, charm/charmed/charming us all
        """),
        "film": listed("""
            make/made/making me laugh, move/moved/moving me to tears,
            hold/held/holding my attention, grip/gripped/gripping me,
            entertain/entertained/entertaining us, grab/grabbed/grabbing me at once,
            make/made/making sense, keep/kept/keeping me awake all night,
            keep/kept/keeping me on the edge of my seat, stay/stayed/staying with me,
            make/made/making me think, touch/touched/touching my heart, fly/flew/flying by
        """),
        "book": listed("""
            hold/held/holding my attention, grip/gripped/gripping me,
            teach/taught/teaching me a lot, hook/hooked/hooking me,
            change/changed/changing my life, make/made/making me think,
            make/made/making me laugh, draw/drew/drawing me in, inspire/inspired/inspiring me,
            make/made/making sense, stay/stayed/staying with me, help/helped/helping me a lot,
            explain/explained/explaining everything clearly, touch/touched/touching me deeply
        """),
        "food": listed("""
            taste/tasted/tasting good, taste/tasted/tasting great,
            melt/melted/melting in the mouth, smell/smelled/smelling wonderful,
            taste/tasted/tasting like home, taste/tasted/tasting fresh,
            hit/hit/hitting the spot, fill/filled/filling me up, look/looked/looking delicious,
            make/made/making my mouth water, taste/tasted/tasting heavenly
        """),
        "product": listed("""
            work/worked/working, work/worked/working perfectly, work/worked/working well,
            fit/fitted/fitting, last/lasted/lasting, fit/fitted/fitting well,
            do/did/doing the job, hold/held/holding up well, save/saved/saving me hours,
            look/looked/looking good, feel/felt/feeling solid, feel/felt/feeling great,
            help/helped/helping a lot, last/lasted/lasting for years, run/ran/running smoothly,
            clean/cleaned/cleaning well, charge/charged/charging quickly,
            turn/turned/turning on, start/started/starting,
            connect/connected/connecting at once, keep/kept/keeping its promise,
            function/functioned/functioning, solve/solved/solving my problem,
            keep/kept/keeping me warm, sound/sounded/sounding great,
            look/looked/looking elegant, arrive/arrived/arriving arrive/arrived/arriving early,
            stay/stayed/staying sharp
        """),
        "service": listed("""
            help/helped/helping us, listen/listened/listening, reply/replied/replying,
            smile/smiled/smiling, care/cared/caring, answer/answered/answering,
            apologise/apologised/apologising, care/cared/caring about us,
            keep/kept/keeping the promise, respond/responded/responding,
            make/made/making us feel welcome, make/made/making us feel at home,
            solve/solved/solving my problem, treat/treated/treating us well,
            treat/treated/treating us like royalty, fix/fixed/fixing it,
            arrive/arrived/arriving look/looked/looking after us, go/went/going the extra mile,
            explain/explained/explaining everything, greet/greeted/greeting us warmly,
            call/called/calling me back, take/took/taking care of everything,
            sort/sorted/sorting it out, refund/refunded/refunding me at once,
            spoil/spoiled/spoiling us
        """),
    },
    "negative": {
        "any": listed("""
            disappoint/disappointed/disappointing, disappoint/disappointed/disappointing me,
            fail/failed/failing, let/let/letting me down, annoy/annoyed/annoying me,
            frustrate/frustrated/frustrating me, upset/upset/upsetting me,
            bother/bothered/bothering me, ruin/ruined/ruining everything,
            ruin/ruined/ruining our evening, spoil/spoiled/spoiling the day,
            make/made/making me angry, drive/drove/driving me mad, get/got/getting on my nerves,
            fall/fell/falling short, waste/wasted/wasting my time,
            irritate/irritated/irritating me, suck/sucked/sucking, stink/stank/stinking,
            get/got/getting worse and worse, make/made/making me want to cry,
            cheat/cheated/cheating me
        """),
        "film": listed("""
            bore/bored/boring me, drag/dragged/dragging, fall/fell/falling apart,
            put/put/putting me to sleep, send/sent/sending me to sleep,
            drag/dragged/dragging on forever, confuse/confused/confusing me,
            insult/insulted/insulting my intelligence, fall/fell/falling flat,
            bore/bored/boring us to death, lose/lost/losing me, make/made/making me yawn,
            go/went/going nowhere, make/made/making me cringe, run/ran/running out of ideas
        """),
        "book": listed("""
            bore/bored/boring me, drag/dragged/dragging, fall/fell/falling apart,
            put/put/putting me to sleep, ramble/rambled/rambling,
            repeat/repeated/repeating itself, confuse/confused/confusing me,
            lose/lost/losing me, go/went/going nowhere, make/made/making me yawn,
            go/went/going round in circles, bore/bored/boring me to tears,
            lack/lacked/lacking depth
        """),
        "food": listed("""
            taste/tasted/tasting odd, smell/smelled/smelling bad, taste/tasted/tasting awful,
            make/made/making me ill, give/gave/giving me a stomach ache,
            give/gave/giving us food poisoning, taste/tasted/tasting like cardboard,
            taste/tasted/tasting of nothing, taste/tasted/tasting burnt, come/came/coming cold,
            arrive/arrived/arriving cold, taste/tasted/tasting like plastic,
            smell/smelled/smelling rotten, make/made/making me vomit,
            leave/left/leaving us hungry, leave/left/leaving a bad taste
        """),
        "product": listed("""
            break/broke/breaking, leak/leaked/leaking, squeak/squeaked/squeaking,
            jam/jammed/jamming, fade/faded/fading, shrink/shrank/shrinking,
            crack/cracked/cracking, overheat/overheated/overheating, fall/fell/falling apart,
            crash/crashed/crashing, freeze/froze/freezing, die/died/dying, rip/ripped/ripping,
            tear/tore/tearing, rust/rusted/rusting, arrive/arrived/arriving broken,
            arrive/arrived/arriving damaged, arrive/arrived/arriving late,
            smell/smelled/smelling bad, smell/smelled/smelling of chemicals,
            come/came/coming apart, come/came/coming off, snap/snapped/snapping,
            feel/felt/feeling cheap, look/looked/looking cheap, stop/stopped/stopping working,
            stop/stopped/stopping, burn/burned/burning out, wobble/wobbled/wobbling,
            blister/blistered/blistering, scratch/scratched/scratching, wear/wore/wearing out,
            go/went/going dead, peel/peeled/peeling off, hurt/hurt/hurting my feet,
            catch/caught/catching fire, get/got/getting stuck, bend/bent/bending,
            malfunction/malfunctioned/malfunctioning, lose/lost/losing its charge,
            drain/drained/draining, arrive/arrived/arriving with parts missing
        """),
        "service": listed("""
            ignore/ignored/ignoring us, argue/argued/arguing, lie/lied/lying to me,
            overcharge/overcharged/overcharging us, forget/forgot/forgetting our order,
            shout/shouted/shouting at us, cancel/cancelled/cancelling at the last minute,
            lose/lost/losing my order, hang/hung/hanging up on me, keep/kept/keeping us waiting,
            treat/treated/treating us badly, mess/messed/messing up my order,
            treat/treated/treating us like dirt, make/made/making us wait,
            laugh/laughed/laughing at us, blame/blamed/blaming me,
            charge/charged/charging me twice, steal/stole/stealing my money,
            refuse/refused/refusing to help, refuse/refused/refusing a refund,
            roll/rolled/rolling their eyes, keep/kept/keeping my money,
            cost/cost/costing a fortune, lose/lost/losing our luggage,
            insult/insulted/insulting my wife, send/sent/sending the wrong thing,
            rush/rushed/rushing us out, complain/complained/complaining,
            stare/stared/staring at us, scam/scammed/scamming me
        """),
    },
}
