using SmartPbx.SpeechLab;

namespace SmartPbx.Embedded.Tests.Speech;

/// <summary>
/// A few questions of the held-out knowledge through the whole chain, so that a regression shows; the full count, over all questions and voices,
/// is <c>SmartPbx.SpeechLab</c>'s.
/// </summary>
public sealed class DecisionQualityTests
{
    private static string HeldOut => Path.Combine(AppContext.BaseDirectory, "HeldOut");

    [Fact]
    public async Task Known_questions_are_answered_rightly_and_unknown_ones_are_not_answered()
    {
        var questions = QuestionSet.Read(Path.Combine(HeldOut, "questions.yaml"));
        var asked = questions.All.Where((_, i) => i % 6 == 0).ToList();
        await using var chain = await LocalChain.StartAsync(KnowledgeFiles.Read(Path.Combine(HeldOut, "knowledge.yaml"), LocalChain.Tenant), prewarm: true);
        var table = new DecisionTable();

        foreach (var (question, answer) in asked)
            table.Add("rms", answer, await chain.DecideAsync(question, "rms"));

        Assert.Equal(0, table.Count("rms", "wrong"));
        Assert.True(table.Count("rms", "needless") <= 1);
    }

    [Fact]
    public async Task Written_questions_are_decided_without_a_mistake()
    {
        var questions = QuestionSet.Read(Path.Combine(HeldOut, "questions.yaml"));
        await using var chain = await LocalChain.StartAsync(KnowledgeFiles.Read(Path.Combine(HeldOut, "knowledge.yaml"), LocalChain.Tenant), prewarm: false);

        var mistakes = new List<string>();
        foreach (var (question, answer) in questions.All)
            if ((await chain.DecideByTextAsync(question)).Answer != answer)
                mistakes.Add(question);

        Assert.Empty(mistakes);
    }
}
