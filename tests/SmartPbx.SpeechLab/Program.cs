using SmartPbx.SpeechLab;

// Plays every question of a file in every voice through the whole chain and counts the decisions:
//   SmartPbx.SpeechLab KNOWLEDGE QUESTIONS VOICES [--text]
if (args.Length < 3)
{
    Console.Error.WriteLine("usage: SmartPbx.SpeechLab KNOWLEDGE QUESTIONS VOICE,VOICE [--text]");
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
