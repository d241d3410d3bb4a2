"""What people say in blame alone, with places for words as in `forms.py`."""

from __future__ import annotations

from .words import listed

SAYINGS = listed(
    """
    avoid this {thing} | avoid the {thing} | avoid the {things} | skip this {thing} |
    skip the {thing} | stay far away from the {thing} | keep away from this {thing} |
    steer clear of this {thing} | forget this {thing} | ignore the {+adjective} {thing} |
    bin this {thing} | beware of this {thing} | do not order the {thing} |
    don't order the {thing} | don't touch the {things} | I {surely} won't be back |
    I will {surely} not return | {surely} not for me | {surely} not again |
    I'll {surely} return it | I {surely} can't recommend it | sent back |
    sent straight back to them | can't believe I bought this |
    I can't believe anyone pays for it | had to be sent back | I couldn't finish the {thing} |
    couldn't eat the {thing} | could not sit through it | it's a shame, because {-clause} |
    a pity, because {-clause} | pity about the {thing} | sadly, {+clause} |
    unfortunately {+clause} | sorry to say {+clause} | alas, {+clause} | nothing but {trouble} |
    so much {trouble} | {trouble} from day one | {trouble} all the time | a lot of {trouble} |
    I had {trouble} with it | it was all {trouble} | more {trouble} than help |
    full of {trouble} | the {trouble} never ends | the {lesser} was better than the {thing} |
    the {lesser} is the only {-adjective} thing here | {long} to set up |
    it took {long} to set up | they charged me {long} of work for nothing |
    not even the {thing} makes up for it | nothing can make up for the {+adjective} {things} |
    was it worth it? No | a shame, really | one to miss | one to avoid | worth missing |
    not worth finishing | never worth the trip | life is too short for this |
    life's too short for such {+adjective} {things} | I want to forget it | I try to forget it |
    I have forgotten it already | who needs this? | does anyone like this? |
    has anyone finished it? | why would anyone pay for this? | why bother? |
    why did I buy this? | why did they have to change the {thing}? |
    how hard can it be to make a {-adjective} {thing}? | was there ever a {+more} {thing}? |
    can I give no stars? | what a way to spoil an evening | they made it {+more} |
    I can barely use it | you can barely {see} it | you can hardly see anything |
    you can hardly hear it | you can't read it | it can barely stand | I could barely walk |
    I had expected more of a {thing} at this price | for this price you can get a {-more} one |
    I do not wish to {see} it again | I pity those who work there | sorry, no | a definite no |
    I don't want it any more | I don't want another one | {others} didn't want it either |
    I didn't like anything about it | I didn't enjoy a single {bit} |
    I didn't laugh, I didn't cry | I could not warm to it | it left me cold | left me cold |
    did nothing for me | not for the faint of heart, not for anyone | it wasn't for me |
    I'm not sure what to say | I want my money back | I'd like my money back |
    give me my money back | I asked for my money back | where is my money? |
    I had to ask for a refund | they refused to refund me | no refund | still no refund |
    still waiting for my refund | still waiting for my {thing} | still waiting |
    I am still waiting for an answer | no answer | no reply | nobody replied | nobody answered |
    nobody helped us | nobody cared | nobody came | no one listened | no one to be seen |
    no help at all | they don't care | they could not care less |
    they just don't care about us | don't waste your money | don't waste your time |
    do not waste your money on this {thing} | don't waste your {time} on it |
    I wasted my money | I wasted my evening | a waste of paper | a waste of {time} |
    save yourself the trouble | save yourself the money | keep your money |
    spend your money elsewhere | go elsewhere | look elsewhere | go somewhere else |
    buy another one | buy something else | get something else | don't go there | don't go |
    do not go near it | don't {see} it | don't {see} this {thing} |
    don't believe the {+adjective} reviews | don't believe the hype | don't trust them |
    don't even think about it | don't fall for it | do not order here | never buy from them |
    never order here | I would not buy it again | I wouldn't buy it again |
    would not buy again | won't buy again | won't order again | will not order again |
    I won't be back | we won't go back | I will not come back | never going back |
    I'll never go there again | I will never {see} it again | never again will I {see} it |
    last time I {see} this | first and last time | I would not recommend it |
    I wouldn't recommend it | I wouldn't recommend it to anyone | I can't recommend it |
    I cannot recommend this {thing} | can't recommend | I do not recommend it |
    would not recommend to {others} | not worth the price | not worth your time |
    not worth a cent | not worth it at all | it isn't worth it | it's not worth the wait |
    isn't worth half the price | I paid too much | too much money for so little |
    much too {too} | too {too} | too {too} for me | way too {too} | far too {too} |
    too {too} and too {too} | the {thing} is too {too} | the {thing} was way too {too} |
    the {things} are too {too} | the {things} were far too {too} | it was too {too} |
    it's so {too} | a {less} {too} | a bit too {too} | rather {too} | too many {things} |
    too few {things} | too much {thing}, too little {thing} | not enough {things} |
    no {thing} at all | there was no {thing} | not {too} enough | I expected more |
    I expected better | expected so much more | I had hoped for more | I was hoping for more |
    I had hoped for better | I had such high hopes | I deserve better | it could be better |
    it could have been better | could do better | it should be better |
    it could have been {-adjective} | it could have been so {-adjective} |
    it should have been {-adjective} | it was supposed to be {-adjective} |
    it's meant to be {-adjective}, but no | I wish it were {-adjective} |
    I wish the {thing} were {-adjective} | I wish I had never bought it | I wish I hadn't gone |
    if only it were {-adjective} | would be {-adjective} if it worked |
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
    mould on the {thing} | it was full of water | cockroaches in the {thing} | bugs in the bed |
    I got sick | it made us sick | I was ill the next day | food poisoning |
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
    all show and no substance | style over substance | more of the same | I feel sick |
    it made me sick | makes me sick | I felt sick afterwards | it turned my stomach |
    I spent the night in the bathroom | it came back up | I spat it out | pushed my plate away |
    I sent my plate back | I sent it back to the kitchen | had to send it back twice |
    they took it back and brought it out the same | cold in the middle | still frozen inside |
    burnt outside, raw inside | hard as a rock | dry as dust | tough as old boots |
    swimming in oil | dripping with fat | more bone than meat | more sauce than taste |
    no seasoning | no salt, no pepper, no flavour | out of a tin | straight out of the freezer |
    straight from the microwave | the same {thing} from the supermarket is half the price |
    there was glass in my {thing} | something was crawling in the {thing} |
    there were flies everywhere | stains on the sheets | hair in the shower | dust everywhere |
    dirt under the bed | the toilet was blocked | no hot water | no heating, no towels |
    the sheets were dirty | the carpet was sticky | broken windows, dirty curtains |
    paper walls, we heard everything | noise all night | couldn't sleep at all |
    I did not sleep a wink | couldn't hear ourselves speak | you can't hear a word |
    the music was too loud to talk | it smelled of damp | stinks of smoke |
    smelled like a wet dog | they lost our booking | they gave our room away |
    they forgot about us | they forgot my {thing} | forgot half of the order |
    half the order was missing | they got everything wrong | they got it wrong again |
    it was the wrong order | wrong order, no apology | the wrong dish came, twice |
    they walked past us | they looked right through us | we stood there like fools |
    nobody said hello | nobody smiled | no smile, no hello | not even a smile | no manners |
    no respect | no sense of service | the waiter had an attitude |
    she was on her phone all the time | he rolled his eyes | he shouted at {others} |
    she snapped at {others} | he was rude to us | they were rude to {others} |
    they laughed in my face | they lied to us | he lied about the price |
    they tried to trick us | they tried to sell me something else | pushy salesmen |
    they want your money and that's it | only interested in your money |
    they take you for a fool | daylight robbery | a robbery | highway robbery |
    it costs an arm and a leg | cost a fortune and {+did} | charged for things we never had |
    they added things to the bill | the price went up at the till | not for that price |
    not at this price | for that price I expected more | you pay for the name |
    you are paying for the name only | you don't get what you pay for |
    you can get better for less | cheaper elsewhere | half the size I thought |
    much smaller than shown | smaller than it looks in the picture |
    it looked big in the picture, it is tiny | nothing like the photo |
    nothing like the advert | the picture lies | the colour is all wrong |
    the size is all wrong | runs small | doesn't fit anyone | didn't fit | way off |
    it came without a plug | came without instructions | no instructions |
    no manual, no screws | a screw was missing | pieces were missing | it came scratched |
    it came in pieces | it came with a crack | it arrived in bits | it arrived smashed |
    the seal was broken | someone had used it before | it had been used |
    it was second-hand, not new | it's a fake | a cheap copy | cheap rubbish |
    cheap and useless | it's made of plastic, cheap plastic | feels like a toy |
    looks like a toy | thin as paper | falls to pieces | fell to pieces after {time} |
    the handle came off | the handle fell off after {time} | the wheel came off |
    the buttons fell off | the seam came undone | the strap snapped | the zip broke |
    the screen went black | the screen cracked | the motor burnt out | the lid doesn't close |
    the door won't shut | it won't turn on | won't charge | doesn't hold a charge |
    the battery is dead in {short} | the battery runs out in {short} | battery life is a joke |
    it switches itself off | it keeps switching off | it freezes all the time |
    it crashes every time | it crashed and I lost everything | every update makes it worse |
    since the update nothing works | it eats batteries | it gets so hot you can't touch it |
    it smokes | it nearly set the house on fire | gave me a shock | it cut my finger |
    it pinches | it scratches | rubbed my feet raw | it gave me a rash |
    it turned my {thing} yellow | the colour ran | the colour washed out | lost its colour |
    it faded after {time} | it shrank | shrank two sizes | went out of shape |
    full of water after {time} | water gets in | lets in the rain | lets water in | it drips |
    dripping all over the floor | left a puddle | it doesn't clean anything |
    it just pushes the dirt around | does nothing | it does nothing at all |
    made no difference | no difference at all | no effect | no effect whatsoever |
    it made things worse | did more harm than good | worse than before | worse than useless |
    a step back | not an improvement | the old version was better |
    the first season was better | the book was better | the book was so much better |
    the film is nothing like the book | they ruined the book | they butchered the {thing} |
    they destroyed a {-adjective} {thing} | the {thing} deserved better |
    even the {thing} could not save it | not even the {thing} could save it |
    the only good thing was the {thing} | the best thing about it was the end |
    the best part was leaving | the best bit was when it ended | I was glad when it was over |
    glad it's over | thank god it's over | could it be any longer? | does it ever end? |
    when does it start? | will it ever end? | it goes on and on | it never ends |
    it takes forever to start | it never gets going | it went nowhere |
    no idea where it was going | I lost the thread | I lost interest after {time} |
    lost interest | lost me after {time} | I skipped whole pages | I skipped to the end |
    I skimmed the rest | I put it down after {time} | I put it aside |
    I couldn't care less about the characters | I didn't care about anyone in it |
    you don't care who dies | I saw the end coming | I guessed the ending after {time} |
    you know the end after {time} | seen it all before | heard it all before | same old story |
    nothing new | nothing new here | nothing to learn from it | I learned nothing |
    told me nothing I didn't know | a five-year-old could have written it |
    my cat could have written it | written by a machine | spelling mistakes on every page |
    typos everywhere | pages were missing | the print is too small | who edited this? |
    the actors can't act | nobody in it can act |
    they must have been asleep when they filmed it | they forgot to write a story |
    where was the plot? | there is no story | what was that all about? | what was that? |
    what on earth was that? | what happened to this {thing}? | what went wrong? |
    jokes that aren't funny | the jokes fall flat | not one laugh in it |
    I forced myself to finish it | I had to force myself | I struggled to finish it |
    struggled to the end | it was a struggle | hard work | it was like watching paint dry |
    like pulling teeth | I would rather watch paint dry | I'd rather stay at home |
    I'd rather eat my shoe | I should have stayed at home | I should have listened to {others} |
    should have read the reviews | I should have known better |
    I could have done it better myself | I can cook better myself | a day of my life gone |
    I'll never get that evening back | I want that evening back | I want my time back |
    an hour of my life I want back | my evening was ruined | our holiday was ruined |
    it ruined our holiday | nearly in tears | I cried with anger |
    {others} cried with disappointment | {others} was ill for days | {others} fell asleep |
    {others} wanted to leave | {others} refused to eat it | {others} broke out in a rash |
    I have complained three times | I called five times | three calls, no answer |
    ten emails, no answer | they don't answer emails | they don't pick up the phone |
    no one picks up | no one ever called back | on hold for {long} | the line is always busy |
    passed from one person to the next | they send you from one to the other |
    it's always someone else's fault | they blamed me | they said it was my fault |
    they won't take it back | they would not take it back | they will not exchange it |
    they want me to pay for the return | lost my money | lost in the post |
    delivered to the wrong house | left in the rain | came late | came too late |
    it came too late for the birthday | an hour late | {long} late | late again |
    cancelled without a word | closed without notice | closed when we came |
    {long} for a cold {thing} | {long} for a simple {thing} | we left hungry | tiny portions |
    three mouthfuls for that money | not enough for a mouse | overdone, underdone, never right |
    too much salt | too much sugar | too much oil | too much noise | too many people |
    too many adverts | too many mistakes | too many characters | too few toilets |
    far too {too} for what it is | too {too} for the money | too {too} for anyone |
    so {too} that we left | so {too} I gave up | I'm allergic to it now |
    think twice before you buy | think again | look for another one | find another {thing} |
    choose another {thing} | take your money somewhere else | you have been warned | be warned |
    consider yourself warned | buyer beware | don't be fooled | don't be fooled by the photos |
    don't be fooled by the {-adjective} reviews | the good reviews are fake | fake reviews |
    who writes these good reviews? | did we {see} the same {thing}? |
    I don't see what the fuss is about | what is all the fuss about? |
    I fail to see the appeal | I don't see the appeal | I must have missed something |
    maybe it's me, but I didn't get it | overrated | hyped to death |
    promises a lot, delivers little | all talk | big name, small {thing} |
    all that glitters is not gold | it doesn't live up to its name |
    doesn't live up to the hype | a shadow of its former self | it used to be good |
    it was good once | was good years ago | not what it used to be | not what it was |
    the quality has gone down | they have let it go | going from bad to worse |
    from bad to worse | one of the low points of the year | rock bottom | an all-time low |
    it doesn't get any worse | it doesn't get worse than this | how low can you go? |
    words fail me | I'm speechless, and not in a good way | not in a good way | beyond bad |
    beyond a joke | it's beyond me | not a patch on the old one | not as nice as it looks |
    not as good as they say | not as {-adjective} as I hoped | not as {-adjective} as it looks |
    not as {-adjective} as they say | not half as {-adjective} as the first |
    less {-adjective} than I hoped | less {-adjective} than before |
    not quite {-adjective} enough | not nearly {-adjective} enough | nowhere near {-adjective} |
    nice try | nice try, but no | good idea, bad result | a good idea, but {+clause} |
    such a {-adjective} idea, so {+adjective} a result | what a waste of talent |
    wasted talent | wasted opportunity | wasted potential
""",
    at="|",
)

# What stands alone: a cry, a mark, a thumb.
CRIES = listed("""
    yuck, ugh, meh, boo, yawn, blah, eww, ew, nope, no, no no no, hated it, hate it, no thanks,
    no thank you, avoid, avoid it, avoid at all costs, avoid like the plague, keep away,
    stay away, steer clear, don't bother, do not bother, dont bother, don't buy, do not buy,
    dont buy, thumbs down, two thumbs down, one star, 1 star, 1/5, 0/10, zero stars,
    zero out of ten, no stars, 2/10, shame, shame on them, shame on you, what a shame,
    such a shame, a shame, pity, what a pity, never again, not again, never ever again,
    waste of money, waste of time, total waste, beware, not recommended, not worth it,
    so not worth it, not for me, not my thing, not my cup of tea, not impressed, not happy,
    very unhappy, so sad, so bad, sooo bad, too bad, oh dear, for shame, junk, trash, garbage,
    crap, rubbish, nonsense, baloney, complete rubbish, pure rubbish, absolute garbage,
    utter nonsense, what rubbish, what nonsense, what garbage, money down the drain,
    time wasted, money wasted, bad value, poor value, terrible value, what a letdown,
    what a fail, epic fail, total fail, skip it, skip this, give it a miss, pass, hard pass,
    wtf, 👎, 😡, 😞, 🤮, 😠, minus ten, I'm out, enough said, thieves, liars, cheats, crooks,
    scammers, big no, worse than expected
""")
