namespace SmartPbx.Embedded.Knowledge;

/// <summary>What must be known of English to compare questions: empty words, light verbs, and words that ask for the same thing.</summary>
internal static class EnglishWords
{
    /// <summary>Say nothing about the subject of a question.</summary>
    public static IReadOnlySet<string> Empty { get; } = Set(
        "a an the and or but if so of to in on at by for from with into about as is am are was were be been being do does did done doing "
        + "don't doesn't didn't i me my mine myself "
        + "we us our ours you your yours he him his she her it its they them their this that these those there here can could may might "
        + "must shall should will would 'd 'll 's i'd i'll "
        + "i'm it's that's what's you're what which whose please hello hi hey good morning afternoon evening excuse sorry thank thanks ok "
        + "okay well just also too very really tell know "
        + "wondering question one more some any anybody anything somebody something someone no not yes yeah uh um possible not than then "
        + "when's where's how's let want like need "
        + "wish after before during against between near over under out up down off");

    /// <summary>Verbs that go with anything; they weigh little.</summary>
    public static IReadOnlySet<string> Light { get; } = Set("get have has had make take give go come use offer keep put see say ask help "
        + "find work happen look try do thing way still long much many often");

    /// <summary>Phrases that name what is asked for, as one word.</summary>
    public static IReadOnlyList<(string Phrase, string Term)> Phrases { get; } =
    [
        ("how much", "#price"), ("how long", "#duration"), ("how many", "#number"), ("how often", "#frequency"), ("how old", "#age"),
        ("what age", "#age"), ("what time", "#time"),
        ("opening hours", "#open"), ("office hours", "#open"), ("business hours", "#open"), ("open hours", "#open"),
        ("money back", "refund"), ("send back", "return"), ("give back", "return"), ("bring back", "return"),
        ("log in", "login"), ("sign in", "login"), ("pick up", "pickup"), ("take away", "remove"), ("x ray", "xray"),
        ("check up", "checkup"), ("set up", "setup"), ("fell out", "lost"),
        ("fall out", "lost"),
    ];

    /// <summary>Words that ask for the same thing, by the group's name.</summary>
    public static IReadOnlyDictionary<string, string> Synonyms { get; } = Groups(
        "#price: cost price charge fee expensive rate", "#time: when", "#place: where address location located", "#person: who",
        "#reason: why", "#open: open hour close opened closed",
        "deliver: deliver delivery ship shipping shipment", "package: package parcel", "buy: buy purchase", "sell: sell", "return: return",
        "refund: refund refunded reimburse", "repair: repair fix",
        "broken: broken damaged defective damage broke", "pay: pay payment paid", "installment: installment",
        "appointment: appointment booking", "book: book reserve reservation schedule",
        "move: move reschedule postpone", "warranty: warranty guarantee", "couch: couch sofa", "store: store shop",
        "children: child children kid", "parking: park parking", "allowed: allowed",
        "remove: remove", "assemble: assemble assembly", "big: big biggest large largest bigger larger", "small: small smallest",
        "cheap: cheap cheapest", "start: start begin", "end: end finish",
        "abroad: abroad international foreign", "phone: phone telephone", "email: email mail", "invoice: invoice receipt bill",
        "discount: discount", "change: change modify update",
        "safe: safe safety", "language: language", "pregnant: pregnant pregnancy", "extract: extract extraction pulled",
        "bleed: bleed bleeding", "hurt: hurt pain ache",
        "weekday: weekday", "weekend: weekend", "wait: wait", "recommend: recommend recommendation suggest", "speed: speed fast",
        "cancel: cancel cancellation terminate",
        "area: area neighborhood neighbourhood region district", "month: month monthly", "week: week weekly", "year: year yearly annual annually",
        "house: house home apartment flat", "car: car vehicle automobile", "restart: restart reboot", "quick: quick quickly rapid",
        "employee: employee staff worker", "contract: contract agreement", "slow: slow slowly", "high: high higher", "low: low lower",
        "install: install installation", "connect: connect connection", "expensive: expensive", "track: track follow");

    private static HashSet<string> Set(string words) => [.. words.Split(' ')];

    private static Dictionary<string, string> Groups(params string[] groups)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var group in groups)
        {
            var parts = group.Split(": ");
            foreach (var word in parts[1].Split(' '))
                names.TryAdd(EnglishStem.Of(word), parts[0]);
        }
        return names;
    }
}
