"""What people say in praise alone or in blame alone, with places for words as in `forms.py`."""

from __future__ import annotations

from .words import listed

SAYINGS = {
    "positive": listed(
        """
        I would buy it again | I would buy this {thing} again | would buy again |
        would order again | will buy again | will order again | I'd go again |
        I would go back any time | we will be back | I'll be back | can't wait to go back |
        can't wait for the next one | can't wait to {see} it again |
        looking forward to the next one | I want to {see} it again | I could {see} it every day |
        I would {see} it again | I've {seen} it three times already | could not stop {seeing} it |
        I couldn't stop {seeing} it | I wish it were longer | I wished it would never end |
        I want more | please make more of these | you must {see} it | you should {see} it |
        go {see} it | go there | go for it | just go | buy it | buy it now | get one |
        get it while you can | try it | try the {thing} | try it, you'll {+love} it |
        give it a try | give it a chance | don't hesitate | do not hesitate to buy |
        do not miss this {thing} | not to be missed | you won't be disappointed |
        you will not be {-feeling} | you will {+love} it | you'll {+love} every {bit} |
        no one will be {-feeling} | I can recommend it | I would recommend it |
        I would recommend it to anyone | I'd recommend this {thing} to {others} |
        I highly recommend it | I can't recommend it highly enough | can't praise it enough |
        I cannot thank them enough | I can only recommend it | recommend it to everyone |
        I recommended it to {others} | the {thing} exceeded my expectations |
        beyond my expectations | it was all I hoped for | just what I needed | just what I wanted |
        exactly what I was looking for | exactly as described | as described |
        it was worth the wait | worth the price | it's worth every minute |
        worth it for the {thing} alone | the money was well spent | good value for money |
        a lot for little money | and it cost next to nothing | it didn't cost much either |
        not expensive at all | fair price | reasonable price | the price is right |
        full marks for the {thing} | I give it five stars | I give it ten out of ten |
        if I could I would give it six stars | deserves an award | deserves all the praise |
        hats off to the {thing} | thanks to everyone for the {+adjective} {thing} |
        thank you for the {+adjective} {thing} | it saved my life | I don't regret it |
        I don't regret a single {bit} | I never regretted it | no regrets at all |
        no problems at all | no problem whatsoever | never had any trouble with it |
        no trouble at all | without any problems | no faults to be found | nothing wrong with it |
        I have no complaints | there's nothing to criticise | there is nothing I would change |
        I wouldn't change a thing | what's not to like? | what's not to {+love}? |
        who wouldn't {+love} this {thing}? | why did I wait so long? |
        why didn't I buy this before? | where can I get more? | how did I live without it? |
        I can't live without it | I wouldn't be without it | I use it all the time |
        I use it every morning | I had a {+adjective} time | we had a {+adjective} time |
        we had a ball | we had so much fun | had the time of my life | I laughed so hard |
        I laughed out loud | laughed till I cried | I couldn't stop laughing |
        we all laughed and cried | I had tears in my eyes | I cried and laughed |
        I was on the edge of my seat | I stayed up all night to finish it | I read it in a day |
        I forgot the time | time flew | a must for every fan | a must for everyone |
        you can't go wrong with it | nobody does it better | it does not get better than this |
        it doesn't get any better | no other {thing} comes close | in a class of its own |
        beats the {thing} by far | I've told {others} about it | {others} asked for one too |
        {others} couldn't stop talking about it | {others} asked for more |
        still going strong after {years} | still works after {years} |
        still like new after {years} | in use for {years} and never {-did} | it took {short} |
        ready in {short} | it came in {short} | up and running in {short} |
        they answered in {short} | it was here within {short} | it was delivered quickly |
        delivered on time | fast shipping | quick and easy | easy as pie | super easy to {see} |
        so comfortable I forget I have it on | it comes with everything you need |
        nothing is missing | they gave us a free {thing} | they let us stay longer for free |
        I got my money back at once | they gave me my money back without a question |
        they refunded me without any hassle | a replacement came the next day |
        the manager came and put it right | they couldn't do enough for us |
        nothing was too much trouble for them | always a smile | always with a smile |
        I felt at home | felt like home | we felt welcome | I felt so well looked after |
        I ate it all | I ate every crumb | we cleaned our plates | I could eat it all day |
        my mouth is watering | I licked the plate | I asked for the recipe |
        piping hot and full of flavour | as fresh as can be | the way my grandmother made it |
        just like my mum's | not too sweet, not too {too} | not too {too} |
        neither too {too} nor too {too} | not {too} at all | the {thing} isn't too {too} |
        just right | just the right size | a {+noun} for all ages | keep up the good work |
        keep going | I'm a fan | I am a fan now | I've become a regular | we go there every week |
        this is why I {+love} this {thing} | another {+noun} | it made my day |
        it brightened my day | I smiled all the way home | I sleep so much better now |
        the pain is gone | my skin feels soft | it cheered me up | I learned something new |
        opened my eyes | I needed a tissue | every {thing} should be like this |
        this is how a {thing} should be | more of that please | I only wish I had found it sooner |
        had my doubts, now I am {+feeling} | I was wrong about it: {+clause} |
        pleasantly surprised by the {thing} | what a surprise: {+clause} |
        I didn't think I would {+love} it, but I did |
        I was {-feeling} before I tried it. Not any more | exceeded all hopes
    """,
        at="|",
    ),
    "negative": listed(
        """
        I want my money back | I'd like my money back | give me my money back |
        I asked for my money back | where is my money? | I had to ask for a refund |
        they refused to refund me | no refund | still no refund | still waiting for my refund |
        still waiting for my {thing} | still waiting | I am still waiting for an answer |
        no answer | no reply | nobody replied | nobody answered | nobody helped us | nobody cared |
        nobody came | no one listened | no one to be seen | no help at all | they don't care |
        they could not care less | they just don't care about us | don't waste your money |
        don't waste your time | do not waste your money on this {thing} |
        don't waste your {time} on it | I wasted my money | I wasted my evening |
        a waste of paper | a waste of {time} | save yourself the trouble |
        save yourself the money | keep your money | spend your money elsewhere | go elsewhere |
        look elsewhere | go somewhere else | buy another one | buy something else |
        get something else | don't go there | don't go | do not go near it | don't {see} it |
        don't {see} this {thing} | don't believe the {+adjective} reviews |
        don't believe the hype | don't trust them | don't even think about it | don't fall for it |
        do not order here | never buy from them | never order here | I would not buy it again |
        I wouldn't buy it again | would not buy again | won't buy again | won't order again |
        will not order again | I won't be back | we won't go back | I will not come back |
        never going back | I'll never go there again | I will never {see} it again |
        never again will I {see} it | last time I {see} this | first and last time |
        I would not recommend it | I wouldn't recommend it | I wouldn't recommend it to anyone |
        I can't recommend it | I cannot recommend this {thing} | can't recommend |
        I do not recommend it | would not recommend to {others} | not worth the price |
        not worth your time | not worth a cent | not worth it at all | it isn't worth it |
        it's not worth the wait | isn't worth half the price | I paid too much |
        too much money for so little | much too {too} | too {too} | too {too} for me |
        way too {too} | far too {too} | too {too} and too {too} | the {thing} is too {too} |
        the {thing} was way too {too} | the {things} are too {too} |
        the {things} were far too {too} | it was too {too} | it's so {too} | a {less} {too} |
        a bit too {too} | rather {too} | too many {things} | too few {things} |
        too much {thing}, too little {thing} | not enough {things} | no {thing} at all |
        there was no {thing} | not {too} enough | I expected more | I expected better |
        expected so much more | I had hoped for more | I was hoping for more |
        I had hoped for better | I had such high hopes | I deserve better | it could be better |
        it could have been better | could do better | it should be better |
        it could have been {-adjective} | it could have been so {-adjective} |
        it should have been {-adjective} | it was supposed to be {-adjective} |
        it's meant to be {-adjective}, but no | I wish it were {-adjective} |
        I wish the {thing} were {-adjective} | I wish I had never bought it |
        I wish I hadn't gone | if only it were {-adjective} | would be {-adjective} if it worked |
        would have been {-adjective} with another {thing} | they promised {-expected}. {+cry} |
        they claim it is {-adjective}. It isn't | they say it's {-adjective}, it isn't |
        I wanted to {-love} it, but I couldn't | I tried to {-love} it but {+clause} |
        I really tried to {-love} this {thing} | you would have to be mad to {-love} this |
        nobody could {-love} this | unless you {-love} being {+feeling} | what's to {-love}? |
        who could {-love} this? | who {-loved} this? | what did people {-love} about it? |
        so much for {-adjective} | {-adjective} my foot | not my idea of {-adjective} |
        I don't get it | I don't get the hype | I didn't get the point | I don't see the point |
        what is the point? | what's the point of this {thing}? | what were they thinking? |
        why is it so {too}? | why is it so {+adjective}? | why was the {thing} so {+adjective}? |
        why is nobody answering? | why do they make such {+adjective} {things}? |
        how is this allowed? | how did this get good reviews? | who pays for this? |
        who wrote this? | is this a joke? | is that all? | seriously? | are you kidding me? |
        really? | I gave up | I gave up after {time} | I stopped after {time} |
        I couldn't take it any more | I had to stop | I couldn't get into it |
        I couldn't get through it | could not finish it | didn't finish it |
        I didn't even finish it | I left after {time} | I walked out after {time} |
        I left before the end | we left after {time} | I couldn't wait for it to end |
        I wanted it to be over | I kept looking at my watch | I fell asleep | we fell asleep |
        nearly fell asleep | put me to sleep | I yawned the whole time | I was bored | so bored |
        nobody laughed | I didn't laugh once | not a single laugh | not funny | no plot, no point |
        no story, no characters | it makes no sense | nothing makes sense | nothing happens |
        nothing ever happens in it | nothing works | nothing fits | nothing was clean |
        nothing was as described | not as described | not as advertised | not as shown |
        not what I expected | not what I wanted | not what it says | it's not what I paid for |
        I got the wrong {thing} | they sent the wrong {thing} | they brought the wrong {thing} |
        wrong size, wrong colour | the wrong colour | the {thing} doesn't look like the photo |
        looks different from the photo | parts are missing | half of it was missing |
        the {thing} was missing | the box was open | the box was damaged | it never came |
        it never arrived | my {thing} never arrived | it arrived {+adjective} |
        the {thing} came {+adjective} | it took {long} | it took {long} to come |
        it came after {long} | we waited {long} | I waited {long} for my {thing} |
        had to wait {long} | {long} on hold | we had to wait {long} for the {thing} |
        it lasted {time} | it only lasted {time} | it didn't last {time} | after {time} it {+did} |
        after {time} the {thing} {+did} | it {+did} after {time} |
        it {+did} the first time I used it | it {+did} in {time} | it won't work |
        it does not do what it says | it can't even do that | it barely works | hardly works |
        it works, but not for long | dead after {time} | broken after {time} | broken on arrival |
        broken again | I had to return it | I returned it | returned it the same day |
        I'm returning it | I am sending it back | going back to the shop | back it goes |
        it went straight in the bin | I threw it away | threw it out | straight into the bin |
        I had to throw it away | I put it in the bin | it belongs in the bin | fit for the bin |
        I had to buy a new one | I bought a new one elsewhere | back to my old one | I regret it |
        I regret buying this {thing} | I regret going there | I regret every cent |
        what was I thinking? | my mistake | there was a fly in the {thing} | I found a hair in it |
        mould on the {thing} | it was full of water | cockroaches in the {thing} |
        bugs in the bed | I got sick | it made us sick | I was ill the next day | food poisoning |
        we couldn't eat it | I couldn't eat it | I left half of it | went to bed hungry |
        I was still hungry | tastes of nothing | no taste, no smell | smells like feet |
        tastes like cardboard | it smelled of smoke | my dog wouldn't eat it |
        even the cat wouldn't touch it | I wouldn't give it to a dog |
        I wouldn't wish it on anyone | they never called back | they never came |
        never got an answer | they hung up | the phone just rings | they kept my money |
        they took my money | they charged me twice | I was overcharged |
        they made a mistake in the bill | the bill was wrong | hidden costs |
        they should be ashamed | shame on the {thing} | shut it down |
        someone should close this {thing} | this should be illegal | how disappointing |
        rather a let-down | leaves a lot to be desired | leaves much to be desired |
        room for improvement | needs improvement | I give it one star |
        I'd give it zero stars if I could | one star is too much | one star is too many |
        zero would be better | nothing good to say about it | there's nothing to like |
        there is nothing good about it | not one good {thing} | nothing to see here |
        no redeeming features | I can't think of anything good to say |
        I can't find a good word for it | {-adjective} it is not | no fun at all | no fun |
        no thanks to the {thing} | my feet hurt | it hurts | it gave me a headache |
        my skin itches | my back hurts | it ruined my {thing} | the {thing} ruined my evening |
        the {thing} ruined it | the {thing} spoiled everything | the {thing} killed it for me |
        it went downhill after {time} | it goes downhill | it's getting worse |
        it has gone downhill | the first part was {-adjective}, then it went downhill |
        the {thing} lacks everything | lacks {-adjective} {things} | it lacks flavour |
        it lacks heart | lacking in every way | I've seen better at school |
        I've {seen} much better for less | a child could do better | my {thing} is ruined |
        I lost everything | I lost all my photos | nobody told us | not even an apology |
        no apology | no excuse | there's no excuse for it | I had problems from day one |
        so many problems | nothing but trouble | nothing but problems | full of bugs |
        full of mistakes | full of holes | one problem after the other | always something wrong |
        something is wrong with it | I'm done with this {thing} | I'm out of patience |
        I have no words | complained, but nobody cared | false advertising | all hype |
        all show and no substance | style over substance | more of the same
    """,
        at="|",
    ),
}

# What is said alone: a sentence of a few words.
CRIES = {
    "positive": listed("""
        wow, yum, yummy, bravo, hooray, cool, nice one, love it, loved it, loving it, great stuff,
        well done, thumbs up, two thumbs up, five stars, 5 stars, 5/5, 10/10, ten out of ten, 10
        out of 10, top marks, A+, first class, yes, yes please, more please, what a treat,
        perfection, fab, thanks, thank you, thank you so much, many thanks, big thanks, chapeau,
        kudos, hats highly recommended, recommended, strongly recommended, warmly recommended, a
        must, must buy, must read, must see, so well worth a try, well worth a visit, worth
        seeing, worth reading, worth buying, good job, great job, great work, super, pure joy,
        pure magic, pure bliss, so good, sooo good, too good, bliss, genius, simply the best, the
        best, the bee's knees, money well spent, time well spent, good value, great value,
        excellent value, value for money, keep it up, very happy, so happy, happy customer, no
        complaints, no regrets, zero complaints, can't complain, cannot fault it, can't fault it,
        couldn't ask for more, what more could you want, can't get enough of it, ❤, 😍, 👍, 😊, 😀, 10
        stars, good as gold, all good, pretty good, as expected and more, better than expected
    """),
    "negative": listed("""
        yuck, ugh, meh, boo, yawn, blah, eww, ew, nope, no, no no no, hated it, hate it, no
        thanks, no thank you, avoid, avoid it, avoid at all costs, avoid like the plague, keep
        away, stay away, steer clear, don't bother, do not bother, dont bother, don't buy, do not
        buy, dont buy, thumbs down, two thumbs down, one star, 1 star, 1/5, 0/10, zero stars, zero
        out of ten, no stars, 2/10, shame, shame on them, shame on you, what a shame, such a
        shame, a shame, pity, what a pity, never again, not again, never ever again, waste of
        money, waste of time, total waste, beware, not recommended, not so not not for me, not my
        thing, not my cup of tea, not impressed, not happy, very unhappy, so sad, so bad, sooo
        bad, too bad, oh dear, for shame, junk, trash, garbage, crap, rubbish, nonsense, baloney,
        complete rubbish, pure rubbish, absolute garbage, utter nonsense, what rubbish, what
        nonsense, what garbage, money down the drain, time wasted, money wasted, bad value, poor
        value, terrible value, what fail, epic fail, total fail, skip it, skip this, give it a
        miss, pass, hard pass, wtf, 👎, 😡, 😞, 🤮, 😠, minus ten, I'm out, enough said, thieves,
        liars, cheats, crooks, scammers, big no, worse than expected
    """),
}
