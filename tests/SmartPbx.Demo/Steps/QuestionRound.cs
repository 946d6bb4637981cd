using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace SmartPbx.Demo.Steps;

/// <summary>
/// All known and unknown questions in all voices through the whole path, as many calls at once as the machine can hear without falling behind
/// (callers of a machine that is full would be misheard, which says nothing about the answers); counts wrong answers and needless alerts.
/// </summary>
internal sealed class QuestionRound : IStep
{
    private const int FirstCalls = 12, MostCalls = 26;
    private const double Roomy = 0.90, Full = 0.98;
    private const double MaxWrong = 0.05, MaxNeedless = 0.10;
    private readonly ConcurrentBag<Result> _results = [];
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
        var questions = new ConcurrentQueue<Question>(material.Voices.SelectMany(voice =>
            material.KnownQuestions.Select(k => new Question(k.Question, k.Answer, voice))
                .Concat(material.UnknownQuestions.Select(u => new Question(u, u == learned ? material.Scenario.OperatorAnswer : null, voice)))));
        var total = questions.Count;
        stage.Show.Quiet = true;
        _results.Clear();
        await AskAllAsync(stage, questions, cancellationToken);
        stage.Show.Quiet = false;
        Print(stage, total);
    }

    /// <summary>Another caller rings each second while the machine has room; one hangs up when it has none.</summary>
    private async Task AskAllAsync(Stage stage, ConcurrentQueue<Question> questions, CancellationToken cancellationToken)
    {
        var load = new MachineLoad();
        var (calls, most) = (new List<Task>(), 0);
        for (_leaving = 0; ; await Task.WhenAny(Task.Delay(1000, cancellationToken), Task.WhenAll(calls)))
        {
            foreach (var failed in calls.Where(c => c.IsFaulted)) await failed;
            var talking = calls.Count(c => !c.IsCompleted);
            if (questions.IsEmpty && talking == 0) break;
            var busy = load.Busy();
            var coming = questions.IsEmpty ? 0 : calls.Count == 0 ? FirstCalls : busy < Roomy && talking < MostCalls ? 1 : 0;
            if (busy > Full && talking > FirstCalls / 2) Interlocked.CompareExchange(ref _leaving, 1, 0);
            for (var i = 0; i < coming; i++) calls.Add(AskInOneCallAsync(stage, $"round-{calls.Count + 1}", questions, cancellationToken));
            most = Math.Max(most, talking + coming);
        }
        stage.Show.Note($"{_results.Count} questions, up to {most} calls at once");
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
            if (processed is null) { _results.Add(new Result(question, "", "silence", null, 0, 0, 0)); continue; }
            var recognised = processed["question"]!.GetValue<string>();
            var (errors, words) = WordError.Count(question.Text, recognised);
            _results.Add(new Result(question, recognised, processed["decision"]!.GetValue<string>(), processed["answer"]?.GetValue<string>(),
                processed["confidence"]!.GetValue<double>(), errors, words));
            await call.WaitQuietAsync(end, quietMs: 800);
        }
        await call.HangUpAsync();
    }

    private static async Task<JsonNode?> WaitDecisionAsync(Stage stage, LiveCall call, long from, CancellationToken cancellationToken)
    {
        try
        {
            var message = await stage.Console.WaitAsync(m => m.Name == "agent.query_processed" && m.Subject == call.Id && m.At > from, TimeSpan.FromSeconds(15), "decision", cancellationToken);
            return message.Data;
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
        var (wrong, needless) = (_results.Count(r => r.Wrong), _results.Count(r => r.Needless));
        var knownCount = _results.Count(r => r.Question.Expected is not null);
        Expect.That(wrong <= MaxWrong * total, "wrong answers at most 5 %", $"{wrong} of {total}", stage.Show);
        Expect.That(needless <= MaxNeedless * knownCount, "needless alerts at most 10 %", $"{needless} of {knownCount} known questions", stage.Show);
        stage.Report.Add("wrong answers (limit 5 %)", $"{100.0 * wrong / total:0.0} % of {total}");
        stage.Report.Add("needless alerts (limit 10 %)", $"{100.0 * needless / knownCount:0.0} % of {knownCount}");
    }
}
