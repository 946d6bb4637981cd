using System.Collections.Concurrent;
using System.Diagnostics;
using SmartPbx.TestKit.Api;

namespace SmartPbx.Demo.Steps;

/// <summary>
/// The known and unknown questions in all voices through the whole path, as many calls at once as the machine can hear without falling behind (callers of
/// a machine that is full would be misheard, which says nothing about the answers), and as many questions as there is time for; counts wrong answers and
/// needless alerts.
/// </summary>
internal sealed class QuestionRound : IStep
{
    private const int FewestCalls = 4, MostCalls = 26;
    private const double Idle = 0.90;
    private const double MaxWrong = 0.05, MaxNeedless = 0.10;
    private static readonly TimeSpan TimeToAsk = TimeSpan.FromSeconds(150), LongestWait = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Prompt = TimeSpan.FromSeconds(1.8), Late = TimeSpan.FromSeconds(3), Settled = TimeSpan.FromSeconds(6);
    private readonly ConcurrentBag<Result> _results = [];
    private AnswerLag _lag = new();
    private int _leaving;

    /// <param name="Expected">Null for an unknown question.</param>
    private sealed record Question(string Text, string? Expected, string Voice);

    private sealed record Result(Question Question, string Recognised, string Decision, string? Answer, double Confidence, int Errors, int Words)
    {
        public bool Answered => Decision == "answered";
        public bool Wrong => Answered && Answer != Question.Expected;
        public bool Needless => Question.Expected is not null && !Answered;
    }

    public string Title => "9. Known and unknown questions in all voices through the whole path (printed, not staged)";

    public async Task PlayAsync(Stage stage, CancellationToken cancellationToken)
    {
        var material = stage.Material;
        await stage.SetOperatorAsync("away", cancellationToken);
        await stage.PhoneAsync("reject");
        var learned = material.Scenario.UnknownQuestion;
        var questions = material.Voices.SelectMany(voice =>
            material.KnownQuestions.Select(k => new Question(k.Question, k.Answer, voice))
                .Concat(material.UnknownQuestions.Select(u => new Question(u, u == learned ? material.Scenario.OperatorAnswer : null, voice)))).ToArray();
        new Random(1).Shuffle(questions); // whatever there is time for is a fair sample
        stage.Show.Quiet = true;
        _results.Clear();
        _lag = new AnswerLag();
        await AskAllAsync(stage, new ConcurrentQueue<Question>(questions), cancellationToken);
        stage.Show.Quiet = false;
        Print(stage, questions.Length);
    }

    /// <summary>Another caller rings while answers come promptly (each second while the machine is idle, else when the last one has settled); one leaves when they come late.</summary>
    private async Task AskAllAsync(Stage stage, ConcurrentQueue<Question> questions, CancellationToken cancellationToken)
    {
        var load = new MachineLoad();
        var (calls, most) = (new List<Task>(), 0);
        var (round, last) = (Stopwatch.StartNew(), TimeSpan.Zero);
        for (_leaving = 0; ; await Task.WhenAny(Task.Delay(1000, cancellationToken), Task.WhenAll(calls)))
        {
            foreach (var failed in calls.Where(c => c.IsFaulted)) await failed;
            if (round.Elapsed > TimeToAsk) questions.Clear();
            var talking = calls.Count(c => !c.IsCompleted);
            if (questions.IsEmpty && talking == 0) break;
            var settled = load.Busy() < Idle || round.Elapsed - last > Settled;
            var coming = questions.IsEmpty ? 0 : talking < FewestCalls ? FewestCalls - talking : talking < MostCalls && settled && _lag.Value < Prompt ? 1 : 0;
            if (coming == 0 && talking > FewestCalls && settled && _lag.Value > Late) (_leaving, last) = (1, round.Elapsed);
            for (var i = 0; i < coming; i++) calls.Add(AskInOneCallAsync(stage, $"round-{calls.Count + 1}", questions, cancellationToken));
            if (coming > 0) last = round.Elapsed;
            most = Math.Max(most, talking + coming);
        }
        stage.Show.Note($"up to {most} calls at once");
    }

    private async Task AskInOneCallAsync(Stage stage, string name, ConcurrentQueue<Question> questions, CancellationToken cancellationToken)
    {
        var call = await stage.DialAsync(name, cancellationToken);
        await call.WaitQuietAsync(call.AnsweredAt);
        while (Interlocked.CompareExchange(ref _leaving, 0, 1) == 0 && questions.TryDequeue(out var question))
        {
            var from = Clock.Now;
            var (_, end) = await call.SayAsync(question.Text, question.Voice);
            var processed = await WaitDecisionAsync(stage, call, from, cancellationToken);
            _lag.Add(processed is null ? LongestWait.TotalMilliseconds : Clock.Ms(end, processed.At));
            if (processed is null) { _results.Add(new Result(question, "", "silence", null, 0, 0, 0)); continue; }
            var data = processed.Data;
            var recognised = data["question"]!.GetValue<string>();
            var (errors, words) = WordError.Count(question.Text, recognised);
            _results.Add(new Result(question, recognised, data["decision"]!.GetValue<string>(), data["answer"]?.GetValue<string>(),
                data["confidence"]!.GetValue<double>(), errors, words));
            await call.WaitQuietAsync(end, quietMs: 800);
        }
        await call.HangUpAsync();
    }

    private static async Task<RealTimeMessage?> WaitDecisionAsync(Stage stage, LiveCall call, long from, CancellationToken cancellationToken)
    {
        try
        {
            return await stage.Console.WaitAsync(m => m.Name == "agent.query_processed" && m.Subject == call.Id && m.At > from, LongestWait, "decision", cancellationToken);
        }
        catch (TimeoutException) { return null; }
    }

    private void Print(Stage stage, int total)
    {
        foreach (var voice in stage.Material.Voices)
        {
            var mine = _results.Where(r => r.Question.Voice == voice).ToList();
            var known = mine.Where(r => r.Question.Expected is not null).ToList();
            stage.Report.Add($"voice {voice}: {known.Count} known / {mine.Count - known.Count} unknown",
                $"wrong {mine.Count(r => r.Wrong)}, needless alerts {known.Count(r => r.Needless)}, word error of known questions {100.0 * known.Sum(r => r.Errors) / Math.Max(1, known.Sum(r => r.Words)):0} %");
        }
        foreach (var bad in _results.Where(r => r.Wrong || r.Needless).OrderBy(r => r.Question.Text))
            stage.Show.Note($"{(bad.Wrong ? "wrong" : "needless")} [{bad.Question.Voice}] “{bad.Question.Text}” heard “{bad.Recognised}” → {bad.Decision} {bad.Confidence:0.00}{(bad.Wrong ? $" “{bad.Answer}”" : "")}");
        var (wrong, needless, asked) = (_results.Count(r => r.Wrong), _results.Count(r => r.Needless), _results.Count);
        var knownCount = _results.Count(r => r.Question.Expected is not null);
        Expect.That(asked >= total / 3, $"a third of the {total} questions asked within {TimeToAsk.TotalSeconds:0} s, or more", $"{asked}", stage.Show);
        Expect.That(wrong <= MaxWrong * asked, "wrong answers at most 5 %", $"{wrong} of {asked}", stage.Show);
        Expect.That(needless <= MaxNeedless * knownCount, "needless alerts at most 10 %", $"{needless} of {knownCount} known questions", stage.Show);
        stage.Report.Add("wrong answers (limit 5 %)", $"{100.0 * wrong / asked:0.0} % of {asked}");
        stage.Report.Add("needless alerts (limit 10 %)", $"{100.0 * needless / knownCount:0.0} % of {knownCount}");
    }
}
