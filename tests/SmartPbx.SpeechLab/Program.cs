using SmartPbx.SpeechLab;

// Plays every question of a file in every voice through the whole chain and counts the decisions:
//   SmartPbx.SpeechLab KNOWLEDGE QUESTIONS VOICES [--text]
// or all sets of the repository, as one table; the voice "text" writes instead of speaking:
//   SmartPbx.SpeechLab --all [VOICES]
if (args.Length > 0 && args[0] == "--all")
{
    await AllSets.RunAsync((args.Length > 1 ? args[1] : "text,slt,rms,awb").Split(','), Console.Out);
    return 0;
}
if (args.Length < 3)
{
    Console.Error.WriteLine("usage: SmartPbx.SpeechLab KNOWLEDGE QUESTIONS VOICE,VOICE [--text] | --all [VOICE,VOICE]");
    return 2;
}
await using var chain = await LocalChain.StartAsync(KnowledgeFiles.Read(args[0], LocalChain.Tenant), prewarm: !args.Contains("--text"));
var table = new DecisionTable();
foreach (var voice in args.Contains("--text") ? ["text"] : args[2].Split(','))
    foreach (var (question, answer) in QuestionSet.Read(args[1]).All)
    {
        var decision = voice == "text" ? await chain.DecideByTextAsync(question) : await chain.DecideAsync(question, voice);
        table.Add(voice, answer, decision);
        Console.WriteLine($"{DecisionTable.Judge(answer, decision),-8}\t{voice}\t{(answer is null ? "unknown" : "known")}\t{decision}");
    }
table.Print(Console.Out);
return 0;
