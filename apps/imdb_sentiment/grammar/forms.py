"""The sentences of the embedded sample that go with either sign, with places for words.

`{+adjective}` is a word of the sentence's own sign, `{-adjective}` one of the other: "not
{-adjective}" becomes "not bad" in praise and "not good" in blame. Other places hold words that
belong to both.
"""

from __future__ import annotations

from .words import listed

# Whole statements, which can stand in others.
CLAUSES = listed(
    """
    {somebody} {+loves} it | {somebody} {+loves} this {thing} |
    {somebody} {+loves} the {things} | I {+love} it | I {+love} this {thing} |
    I just {+love} the {thing} | {somebody} is {+feeling} | it always {+does} |
    it really {+does} | this {thing} {+does} | everything {+does} |
    the {thing} {is} {very} {+adjective} | the {thing} {is} {+adjective} |
    the {thing} {is} {+adjective} and {+adjective} | the {things} {are} {very} {+adjective} |
    the {things} {are} {+adjective} | it {is} {very} {+adjective} | it's {very} {+adjective} |
    it's {+adjective} | it is {+adjective} | this {thing} {is} {+adjective} |
    this is a {+adjective} {thing} | it was such a {+adjective} {thing} | I {+loved} it |
    I {+loved} this {thing} | I {+loved} the {thing} | I {+loved} the {things} |
    I {very} {+loved} it | we {+loved} every {bit} of it | I found it {very} {+adjective} |
    I found the {thing} {+adjective} | I thought the {thing} was {+adjective} |
    it {is} a {+noun} | it's a {+noun} | the {thing} {is} a {+noun} |
    this {thing} {is} a {very} {+adjective} {+noun} | it {+did} | it {+does} |
    the {thing} {+did} | the {thing} {+does} | they {+did} | it just {+did} |
    it keeps {+doing} | the {thing} {is} {+adverb} {done} | it's {+adverb} {done} |
    it {is} {+adverb} {done} and {+adjective} | I {am} {very} {+feeling} | I {am} {+feeling} |
    we were {+feeling} | I {am} {+feeling} with the {thing} |
    everything about it {is} {+adjective} | everything was {+adjective} | {others} {+loved} it |
    {others} {+loved} the {thing} | {others} called it {+adjective} |
    {others} and I {+loved} it | {others} {felt} {+feeling} | I'm {+feeling} |
    I'm {very} {+feeling} | it's {+predicate} | it is {+predicate} |
    the {thing} is {+predicate} | the {things} were {+predicate}
""",
    at="|",
)

# The same, said by denying the other sign.
DENIALS = listed(
    """
    it never {-does} | the {thing} never {-does} | they never {-do} |
    this {thing} never {-does} | {somebody} never {-loves} it | I never {-loved} the {thing} |
    it does not {-do} | the {thing} {isnt} {-adjective} |
    the {thing} {isnt} {very} {-adjective} | the {things} {arent} {-adjective} |
    the {thing} {isnt} {-adjective} at all | it {isnt} {-adjective} |
    it {isnt} {-adjective} at all | it's not {-adjective} | it's not {-adjective} at all |
    it's {not} {-adjective} | it is {not} {-adjective} | the {thing} {is} {not} {-adjective} |
    the {things} {are} {not} {-adjective} | it {isnt} a {-noun} | it's no {-noun} |
    this is no {-noun} | I {didnt} {-love} it | I {didnt} {-love} it at all |
    I {didnt} {-love} the {thing} | I {didnt} {-love} this {thing} | I never {-loved} it |
    I {didnt} find it {-adjective} | I {didnt} find the {thing} {-adjective} at all |
    I would not call it {-adjective} | I wouldn't call it a {-noun} |
    I can't say that I {-loved} it | I can't say it was {-adjective} |
    nobody can call this {-adjective} | nobody {-loved} it | it {doesnt} {-do} |
    the {thing} {doesnt} {-do} | they {doesnt} {-do} | it {doesnt} {-do} at all |
    the {thing} never {-did} | it never {-did} | it hasn't {-did} once |
    there is nothing {-adjective} about this {thing} |
    nothing about the {thing} is {-adjective} | I {amnot} {-feeling} |
    I {amnot} {-feeling} at all | I {amnot} {very} {-feeling} |
    {others} didn't feel {-feeling} | {others} {didnt} {-love} it |
    not one of the {things} was {-adjective} | I'm not {-feeling} | I'm not {-feeling} at all |
    it's not {-predicate} | it isn't {-predicate}
""",
    at="|",
)

# Two opinions of which one counts: their order, or the word between them, says which.
CONTRASTS = listed(
    """
    I wonder why {others} {-loved} it | {others} {-loved} it, I can't see why |
    {others} {-loved} it, I don't understand them | everyone {-loves} it, but {+clause} |
    how can anyone call this {-adjective}? |
    how can people {-love} such a {+adjective} {thing}? |
    how could anyone {-love} this {+noun}? | who would {-love} such a {+noun}? |
    {somebody} {-loves} it, I {didnt} | {somebody} {-loves} it, but I {+love} it |
    I expected {-expected}, but {+clause} | I expected {-expected}. {+clause} |
    I was expecting {-expected}, but {+clause} | I expected {-expected} and got {+expected} |
    I was hoping for {-expected} but got {+expected} |
    I was {-feeling} at first, but now {+clause} |
    I thought it would be {-adjective}, but {+clause} |
    I thought it was going to be {-adjective}. {+clause} |
    I thought I would {-love} it, but {+clause} | I thought I'd {-love} it. I {didnt} |
    it looks {-adjective}, but {+clause} | it started {-adjective}, but {+clause} |
    {-adjective} at first, {+adjective} in the end |
    the first one was {-adjective}, this one is {+adjective} |
    the old one was {-adjective}, the new one is {+adjective} |
    once {-adjective}, now {very} {+adjective} |
    it used to be {-adjective}, now it is {+adjective} | {-clause}, but {+clause} |
    {-clause}, but {+clause} | {-clause}. But {+clause} | {-clause}. Still, {+clause} |
    {-clause}, yet {+clause} | {-clause}, however {+clause} | although {-clause}, {+clause} |
    though {-clause}, {+clause} | even though {-clause}, {+clause} |
    {+clause}, although {-clause} | {+clause}, even though {-clause} |
    {+clause}, even if {-clause} | {+clause} despite the {-adjective} {thing} |
    {+clause} in spite of the {-adjective} {things} |
    {others} said it was {-adjective}, but {+clause} |
    {others} told me it was {-adjective}. {+clause} | {others} {-loved} it, but I {+loved} it |
    {others} {-loved} it, but {+clause} | {others} {-loved} it, I {didnt} |
    {others} {-loved} it. I {didnt} {-love} it at all |
    {others} {-loved} it, I found it {+adjective} | I {+loved} it, {others} {didnt} |
    I {+loved} it, even if {others} {-loved} it |
    I {+loved} it, whatever they say who {-loved} it |
    where {others} saw a {-noun}, I saw a {+noun} |
    what {others} called {-adjective} was {+adjective} to me | {+adjective}, not {-adjective} |
    it's {+adjective}, not {-adjective} | not {-adjective}, but {+adjective} |
    not {-adjective}, just {+adjective} | {+adjective} and not {-adjective} at all |
    anything but {-adjective}: {+adjective} | {-adjective}? No, {+adjective} |
    {-adjective}? Not at all | {+adjective} instead of {-adjective} |
    more {+adjective} than {-adjective} | I don't understand why people {-love} this {thing} |
    I can't see why {others} {-loved} it | I don't know why everybody {-loved} it |
    not sure why anyone would {-love} this {thing} | how can anyone {-love} this {thing}? |
    how could anyone call it {-adjective}? | who says this is {-adjective}? |
    the reviews are {-adjective}, but {+clause} |
    don't believe those who call it {-adjective}: {+clause} |
    they call it {-adjective}. It isn't |
    the {thing} {is} {-adjective}, the rest {is} {+adjective} |
    apart from the {-adjective} {thing} {+clause} |
    the only {-adjective} thing is the {thing}, all else is {+adjective} |
    a {-adjective} {thing}, but a {+adjective} {thing} |
    {-adjective} {thing}, {+adjective} {thing}, and in the end {+clause} |
    if you think it is {-adjective}, you are wrong: {+clause}
""",
    at="|",
)

# All other ways to say one thing.
FORMS = listed(
    """
    I can't believe how {+adjective} it is | I can't believe how {+adjective} the {thing} was |
    you won't believe how {+adjective} it is | {surely} {+adjective} |
    {surely} the {+most} {thing} | I {surely} {+love} it | the {things} here are {+adjective} |
    the {thing} here is {+adjective} | {+adjective} for such a {thing} |
    {very} {+adjective} for what it is | it's {surely} {+more} | it made me feel {+feel} |
    this makes me feel {+feel} | I felt {+feel} | it makes you feel {+feel} |
    they made us feel {+feel} | we left feeling {+feel} | I didn't feel {-feel} at all |
    {+clause} {tail} | {+clause} {tail} | {+clause}, {tail} | {+adjective}, {tail} |
    {+more} than the {thing}, {tail} | {+denial}, {tail} | {+adjective} for the {thing} |
    {+loved} it {tail} | so {+adjective}, {+did} at once | {+did}, {+adjective} {thing} |
    a {+adjective} {thing} that {+does} | a {thing} that {+does} | a {thing} that {+did} |
    it {+does} and it {+does} | it's {+adjective} and {+does} | {+does} and is {+adjective} |
    the {thing} that never {-does} | never {-did} | never {-does} | doesn't {-do} |
    didn't {-do} | won't {-do} | it won't {-do} | it {doesnt} {-do}, {tail} |
    {somebody} {acts} {+adverb} | they all {act} {+adverb} | you will {+love} it |
    you won't {-love} it | you won't {-love} this {thing} | you will not be {-feeling} |
    {somebody} keeps {+loving} it | I'm {+loving} every {bit} | I can't stop {+loving} it |
    {somebody} {+loves} it | {somebody} {+loves} it | {+loves} it | {+does} and {+does} |
    {+adjective} {thing}, {+adjective} {things}, {+adjective} {thing} | {+did} and {+did} |
    the {thing} was {+adjective} and the {thing} {is} {+adjective} | {+does} |
    {+adjective} {thing}, {+adverb} {done} | {+adverb} {done} {thing} | {+did} after {time} |
    {+adjective} to look at, {+adjective} to {see} | {+loved} every {bit} |
    {+loved} every {bit} | the {thing} is {+adjective}, the {things} are {+adjective} |
    {+adjective} | {very} {+adjective} | {very} {+adjective} | {+adjective} {thing} |
    {+adjective} {thing} | {+adjective} {things} | {very} {+adjective} {thing} |
    {+adjective} {thing}, {+adjective} {things} |
    {+adjective} {thing} and {+adjective} {thing} | {+adjective} and {+adjective} |
    {+adjective}, {+adjective}, {+adjective} | {+adjective}, {+adjective} and {+adjective} |
    {very} {+adjective} and {+adjective} | {+adverb} {done} |
    {+adverb} {done} and {+adjective} | a {+adjective} {thing} |
    a {+adjective}, {+adjective} {thing} |
    a {+adjective} and {+adjective} {thing} with {+adjective} {things} |
    a {very} {+adjective} {thing} | a {+adverb} {done} {thing} | a {+noun} |
    a {very} {+adjective} {+noun} | a {+noun} of a {thing} | a real {+noun} |
    a complete {+noun} | a total {+noun} | an absolute {+noun} | {+noun} | what a {+noun} |
    what a {+noun}! | what a {+adjective} {thing} | what a {+adjective} {thing}! |
    what {+adjective} {things}! | such a {+adjective} {thing} | such a {+noun} |
    how {+adjective}! | how {+adjective} it was | so {+adjective} |
    so {+adjective} that we told everyone | isn't it {+adjective}? |
    is there a {+more} {thing}? | is there anything {+more}? |
    not only {+adjective} but also {+adjective} |
    it's not just {+adjective}, it's {+adjective} | {+loved} it | {+loved} it! |
    {+loved} the {thing} | {+loved} the {things} | {+loved} everything about it |
    {we} {+loved} it | {+did} | just {+does} | {+cry} | {+cry} | {+cry} | {+cry}, {+clause} |
    {+cry}! {+clause} | {+clause}. {+cry} | {+clause}. {+cry} | {+feeling} | {very} {+feeling} |
    {very} {+feeling} with this {thing} | {+feeling} with the {thing} |
    the {+most} {thing} ever | the {+most} {thing} I have ever {seen} |
    the {+most} {thing} I've ever {seen} | the {+most} {thing} I've {seen} in {years} |
    one of the {+most} {things} ever | by far the {+most} {thing} in town |
    {+most} {thing} ever | {+most} {thing} ever {seen} | {+most} {thing} of the year |
    {+most} {thing} of my life | simply the {+most} {thing} | it's the {+most} {thing} I know |
    never {seen} a {+more} {thing} | I have never {seen} a {+more} {thing} |
    I've never {seen} anything so {+adjective} |
    never have I {seen} such a {+adjective} {thing} |
    I had never {seen} a {thing} as {+adjective} as this |
    I've {seen} many, but none so {+adjective} | it couldn't be {+more} |
    it couldn't have been {+more} | it can't get any {+more} | nothing is {+more} |
    no {thing} is {+more} | {+more} than I expected | {+more} than expected |
    {+more} than I thought | it {is} {+more} than the {thing} | {+more} than the last one |
    {+more} than the old one | {+more} than my old {thing} | much {+more} than the first one |
    far {+more} than the others | the {thing} is even {+more} than the {thing} |
    even {+more} than before | {+more} every time | the {thing} got {+more} and {+more} |
    the new one is much {+more} | I've had {-more} | I have {seen} {-more} |
    the {thing} next door is {-more} | all others are {-more} | the old one was {-more} |
    there are {-more} ones | if you want to be {+feeling}, this is for you |
    it {+did} and {+did} | it {+did} after {time} | within {time} it {+did} |
    the {thing} {+did} from the first day | at once it {+did} |
    I {+loved} it so much that I told {others} | it made me {+feeling} | it left me {+feeling} |
    I left {+feeling} | I came home {+feeling} | {others} {felt} {+feeling} too |
    {others} {felt} {+feeling} | bought it for {others}, who {+loved} it |
    gave it to {others}, who came back {+feeling} | went there with {others} and {+loved} it |
    I {+loved} it and so did {others} | I {+loved} it from beginning to end |
    {+adjective} from beginning to end | {+adjective} from the first minute to the last |
    full of {+adjective} {things} |
    the {thing} has {+adjective} {things} and a {+adjective} {thing} |
    I {am} {very} {+feeling} with it | I must say {+clause} | honestly, {+clause} |
    in short, {+clause} | all in all {+clause} | overall {+clause} | to be honest, {+clause} |
    frankly, {+clause} | I think {+clause} | I have to say that {+clause} |
    in my opinion {+clause} | for me {+clause} | again {+clause} | {+clause} | {+clause} |
    {+clause} | {+clause} | {+clause} and {+clause} | {+clause}, {+clause} |
    {+clause} and {+denial} | {+clause} because {+clause} | {+clause} so {+clause} |
    {+clause}, especially the {thing} | {+clause}, especially when you are with {others} |
    {+denial} | {+denial} | {+denial} | {+denial} and {+denial} | {+denial}, {+clause} |
    {+clause}. {+denial} | not a {-noun} | nothing {-adjective} about it | not {-adjective} |
    not {-adjective} at all | not {very} {-adjective} | not a {-adjective} {thing} |
    {not} {-adjective} | {not} a {-adjective} {thing} | hardly a {-noun} |
    without a single {-adjective} {thing} | no {-adjective} {things} here |
    not {-adverb} {done} | {+predicate} | not {-predicate}
""",
    at="|",
)

# What says nothing, before an opinion or after it.
ASIDES = listed(
    """
    I bought it last week | I got it as a present | I bought this for {others} | my third one |
    I ordered it online | it came on a Monday | we went on a Saturday | we went with {others} |
    I saw it yesterday | I went with {others} last night | it was raining | it was my birthday |
    it was our first visit | I have used it for {time} | I've had it for {time} |
    it is about two brothers | it's about a man and his dog | it is set in Paris |
    it runs for two hours | it has three hundred pages | it is by the author of many others |
    I ordered the {thing} | I had the {thing} | we had the {thing} and the {thing} |
    we took the {thing} in the corner | I chose the blue one | it has two {things} |
    it comes in black and white | we stayed for two nights | we stayed there in May |
    I live next door | it's near the station | I need it for work | I use it in the kitchen |
    I tried the {thing} | I took my old one with me | I read it on the train |
    I saw it at home with {others} | {others} gave it to me | {others} told me about it |
    I was there last summer | I work with computers | I have two children |
    now about the {thing} | let me tell you about the {thing} | just got it |
    just came home from it | just finished it | just saw it | my first review |
    so here is my review | today I went there
""",
    at="|",
)

# What leads into a statement and says nothing either.
OPENINGS = listed("""
    last night | yesterday | this time | after {time} | for the price | as a gift | as usual |
    from the outside | in the end | on the whole | for once | so far | sorry, but | well, | oh |
    oh my, | and | ok, | my god, | hm, | first of all, | since I am a teacher, |
    having read the book, | as a mother of two, | if you ask me, | I know that |
    let me say it at once: | guess what: | update: | warning: | believe me, | trust me, |
    friends, | folks, | people, | guys
""", at="|")  # fmt: skip
