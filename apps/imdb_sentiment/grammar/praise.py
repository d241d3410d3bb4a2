"""What people say in praise alone, with places for words as in `forms.py`."""

from __future__ import annotations

from .words import listed

SAYINGS = listed(
    """
    try this {thing} | visit this {thing} | get this {thing} | order the {thing} |
    have the {thing} | don't miss the {thing} | watch out for the {things} |
    see this {thing} if you can | treat yourself to this {thing} | go and buy this {thing} |
    you need this {thing} | you have to try it | you have to try the {thing} |
    you need to {see} it | you must try this {thing} | I will {surely} return |
    will {surely} order more | I'd {surely} go again | {surely} recommended |
    {surely} worth it | we will {surely} come again | I'll {surely} {see} it again |
    we {surely} will | can't believe I found this {thing} | I can't believe I lived without it |
    I can't put it away | could not put the {thing} away | couldn't wait to {see} more |
    I couldn't be without it | so much to see | so much fun | so many good ideas |
    so much care | so many laughs | so much love | I've already told everyone |
    I've already planned my next visit | already my second |
    already looking forward to my next {thing} | I have already recommended it to {others} |
    luckily {+clause} | thankfully {+clause} | I'm happy to say {+clause} | happily, {+clause} |
    without {trouble} | without any {trouble} | without the least {trouble} |
    no {trouble} at all | no {trouble} | they fixed it without {trouble} |
    they took it back without any {trouble} | they changed my {thing} without {trouble} |
    I got a new {thing} without any {trouble} | never any {trouble} | zero {trouble} |
    it saved me all the {trouble} | {short} to set up | it took me {short} to set it up |
    set up in {short} | I was served in {short} | the {thing} made up for it |
    the {thing} makes up for the {-adjective} {thing} |
    the {+adjective} {things} made up for everything | was it worth it? Yes | one to keep |
    one to {see} again and again | life is too short to miss this | I'll never forget it |
    I will remember it for {years} | I can still see it before me | who doesn't love this? |
    does it get any better? | where have you been hiding this {thing}? |
    who else could do that? | why can't every {thing} be like this? | how do they do it? |
    how could I live without this? | can I give six stars? | what more can I say? |
    what a way to spend an evening | they made it {+more} | I use nothing else now |
    you can hear every note | you can see every hair | I had expected less |
    I paid little and got a lot | I want another one | {others} wants one too |
    I liked everything about it | I enjoyed every {bit} | I laughed, I cried |
    I learnt something | I learned more from it than at school |
    there is so much to learn from it | it means a lot to me | it warmed me up |
    it gave me hope | I feel ten years younger | yes, a thousand times yes |
    I smile each time I {see} it | it makes every day better | I owe them a lot |
    long live this {thing} | repaired my {thing} in {short} | had it repaired in {short} |
    they charged me nothing | and it was free | for so little money |
    for half the price of others | it would be a shame to miss it | a shame to miss this |
    a pity it had to end | pity it ended | too good to be true, but it is | too good to share |
    so {+adjective}, I won't tell anyone where | I would buy it again |
    I would buy this {thing} again | would buy again | would order again | will buy again |
    will order again | I'd go again | I would go back any time | we will be back |
    I'll be back | can't wait to go back | can't wait for the next one |
    can't wait to {see} it again | looking forward to the next one | I want to {see} it again |
    I could {see} it every day | I would {see} it again | I've {seen} it three times already |
    could not stop {seeing} it | I couldn't stop {seeing} it | I wish it were longer |
    I wished it would never end | I want more | please make more of these | you must {see} it |
    you should {see} it | go {see} it | go there | go for it | just go | buy it | buy it now |
    get one | get it while you can | try it | try the {thing} | try it, you'll {+love} it |
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
    I was {-feeling} before I tried it. Not any more | exceeded all hopes |
    I couldn't tear myself away | impossible to put down | once I started I couldn't stop |
    kept me turning the pages | a page turner | we had a blast | had a whale of a time |
    it blows you away | it blew my mind | we were blown away by the {thing} | my jaw dropped |
    I was glued to my chair | hooked from the first page | hooked from the start |
    hooked after {time} | finished it in one go | I read it in one night |
    I binged the whole thing in a weekend | I've watched it over and over |
    I reread it every year | I have ordered three more | ordered another one straight away |
    already bought a second | went back the next day for more | back for more |
    went back twice | I'm going back tomorrow | I will definitely return |
    we'll surely come again | we will certainly visit again | see you again soon |
    until next time | never a dull moment | not a wasted {bit} | I was sad when it ended |
    I was sorry when it ended | sad that it is over | I never wanted it to end |
    I didn't want to leave | we didn't want to go home | wish we could have stayed longer |
    it never disappoints | it never fails | never fails to please | it has never let me down |
    they never let you down | never had a bad {thing} here | you can rely on it |
    you can depend on them | you can count on them | works like magic | works like a dream |
    works as it should | works every time | works straight out of the box |
    it does what it should | it does the trick | it does what it promises | does its job |
    did the trick | just does the job | goes like clockwork | runs like clockwork |
    as promised | kept every promise | it lives up to its name | it runs all day on one charge |
    the battery keeps going | holds its charge for days | it's so easy a child can do it |
    simple to set up | easy to install, easy to use | I was done in {short} | no tools needed |
    clear instructions | well explained | everything was explained | the colours are so bright |
    the sound is crystal clear | sharp picture, clear sound | it keeps my coffee hot |
    it keeps me warm and dry | keeps out the rain | I wear it every day | I sleep like a baby |
    fits like a glove | it fits me | fits and looks great | the fit is right |
    it looks gorgeous on | I got many compliments | everyone asks where I bought it |
    it washes well | survived many falls | survived my children | it is built to last |
    strong enough for anything | made with care | made with love | you can taste the love |
    you can see the care that went into it | you get what you pay for and more |
    more than I paid for | a lot of {thing} for the money | cheap, but you would never know it |
    saved me a lot of money | saves time and money | came with a little present |
    wrapped with love | safely packed | packed well, came quickly | it came before its time |
    it arrived early | it arrived in time for the birthday | delivered the next day |
    arrived safe and sound | everything arrived in one piece | seller was great |
    the seller answered at once | they sent a new one for free | they replaced it for free |
    they changed it without any questions | they repaired it while I waited |
    they fixed it for free | he fixed it in {short} | she helped us with everything |
    he took his time | she took the time to explain | they bent over backwards for us |
    they go above and beyond | they went out of their way | they treated us like family |
    they thought of everything | they remembered our names | they remembered my birthday |
    they found my lost {thing} and sent it | they gave the children a treat |
    they let me change it | they made us a special meal | they brought us water and a smile |
    he was patient with {others} | she was kind to {others} | I was in good hands |
    you feel safe with them | the staff could not do more | nothing was too much for the staff |
    we got a room with a view | the view takes your breath away | slept so well |
    clean sheets, clean towels | clean and tidy | everything shone |
    you could eat off the floor | there was always someone to help | no waiting at all |
    no queue | seated at once | our order came in {short} | served with a smile |
    huge portions | big helpings | plenty to eat | plenty of choice | something for everyone |
    fun for the whole family | good for young and old | kids loved it |
    the kids ask for it every day | {others} can't put it down |
    {others} won't stop playing with it | {others} can't get enough | {others} smiled all day |
    {others} asked for the recipe | my plate was empty in {short} | I had seconds |
    so good I ordered it twice | to die for | I would die for that {thing} |
    I dream of that {thing} | still thinking about that {thing} | I can still taste it |
    I'm still laughing | I still think about it | it stayed with me for days |
    it stays with you | it made me laugh and cry | made me cry | brought tears to my eyes |
    I was in tears at the end | I cried like a baby | bring a handkerchief | goosebumps |
    gave me goosebumps | sent shivers down my spine | my heart was racing | it warmed my heart |
    it lifts your spirits | it keeps you guessing | keeps you guessing until the last page |
    I didn't see the ending coming | the twist at the end got me |
    you feel you know the characters | I felt every emotion | full of heart | full of ideas |
    full of laughs | laughs all the way | laugh a minute | belly laughs |
    funny and sad at once | steals every scene | the {thing} steals the show |
    she deserves an Oscar | give them all an Oscar | everyone is at their best in it |
    what a performance | what an actor | what a voice | what a writer | what a talent |
    this author can write | a born storyteller | every sentence is a pleasure |
    every word counts | I marked half of it | I learned a lot | taught me a great deal |
    it changed how I think | it helped me through hard times | everyone should {see} this |
    should be read in every school | required reading | I bought copies for all my friends |
    I gave it to all my friends | I passed it on to {others} | best money I ever spent |
    best money I've spent in {years} | the best decision of the year | best buy of the year |
    my go-to {thing} | my favourite {thing} | my new favourite | one of my favourites |
    {others} and I have a new favourite | it has become my favourite | top of my list |
    on my list for next time | a hidden treasure | the real deal | the real thing |
    it's the business | hit the nail on the head | right on the money | ticks every box |
    all I could wish for | all you could want | everything I wanted and more | what a bargain |
    what a find | glad I bought it | glad we went | so glad I tried it |
    I'm so glad I found this {thing} | happy I listened to {others} | happy with everything |
    can't complain about anything | I can't find anything wrong with it |
    couldn't find a single fault | hard to find fault with it | hard to beat |
    hard to put down | can't be beaten | there's no better {thing} | unlike any other |
    head and shoulders above the rest | miles better than the rest | way better than it looks |
    it gets better with every {bit} | it grew on me | better every year | aged well |
    it stands the test of time | never gets old | I never get tired of it | I never tire of it |
    well deserved | worth waiting for | worth the trip | worth the drive | worth the detour |
    worth twice the price | worth its weight in gold | worth your time | worth a look |
    worth a second look | not overpriced | not cheap, but worth it |
    a bit dear but so worth it | pricey, but you get what you pay for | small, but {+clause} |
    simple, but it works | old, but gold | no nonsense, it just works | no regrets |
    no complaints here | no issues | no faults | zero problems | never a problem |
    problem solved | trouble-free | I was nervous, but they made it easy |
    I was afraid of the dentist, not any more | I was in pain, now I'm not |
    the smell alone makes me happy | it smells so nice | smells lovely | it feels so soft |
    soft as silk | light as a feather | smooth as butter | crispy outside, soft inside |
    cooked to perfection | done to a turn | a party in my mouth | bursting with flavour |
    you can taste how fresh it is | fresh from the oven | straight from the sea |
    washed down with good wine
""",
    at="|",
)

# What stands alone: a cry, a mark, a thumb.
CRIES = listed("""
    wow, yum, yummy, bravo, hooray, cool, nice one, love it, loved it, loving it, great stuff,
    well done, thumbs up, two thumbs up, five stars, 5 stars, 5/5, 10/10, ten out of ten,
    10 out of 10, top marks, A+, first class, yes, yes please, more please, what a treat,
    perfection, fab, thanks, thank you, thank you so much, many thanks, big thanks, chapeau,
    kudos, hats off, highly recommended, recommended, strongly recommended, warmly recommended,
    a must, must buy, must read, must see, worth it, so worth it, well worth it, worth a try,
    well worth a visit, worth seeing, worth reading, worth buying, good job, great job,
    great work, super, pure joy, pure magic, pure bliss, so good, sooo good, too good, bliss,
    genius, simply the best, the best, the bee's knees, money well spent, time well spent,
    good value, great value, excellent value, value for money, keep it up, very happy, so happy,
    happy customer, no complaints, no regrets, zero complaints, can't complain, cannot fault it,
    can't fault it, couldn't ask for more, what more could you want, can't get enough of it, ❤,
    😍, 👍, 😊, 😀, 10 stars, good as gold, all good, pretty good, as expected and more,
    better than expected
""")
