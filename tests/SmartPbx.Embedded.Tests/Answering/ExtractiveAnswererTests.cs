using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Knowledge;
using SmartPbx.Domain.Speech;
using SmartPbx.Embedded.Answering;

namespace SmartPbx.Embedded.Tests.Answering;

public sealed class ExtractiveAnswererTests
{
    [Fact]
    public async Task Quotes_the_best_item_sentence_by_sentence_and_ends_with_its_confidence()
    {
        var deltas = await Answer(Hit("Wipe it first. Then use balm every 6 p.m. of the week.", 0.9), Hit("Something else entirely.", 0.2));

        Assert.Equal(["Wipe it first. ", "Then use balm every 6 p.m. of the week.", ""], deltas.Select(d => d.Text));
        Assert.Equal(0.9, deltas[^1].Confidence!.Value, 3);
        Assert.All(deltas.SkipLast(1), d => Assert.Null(d.Confidence));
    }

    [Fact]
    public async Task Two_items_with_different_answers_that_fit_alike_lower_the_confidence()
    {
        var tie = await Answer(Hit("The one answer to it.", 0.8), Hit("The other answer to it.", 0.8));

        Assert.True(tie[^1].Confidence < 0.6);
    }

    [Fact]
    public async Task The_same_answer_twice_is_no_rival()
    {
        var same = await Answer(Hit("The one answer to it.", 0.8), Hit("The one answer to it.", 0.8));

        Assert.Equal(0.8, same[^1].Confidence!.Value, 3);
    }

    [Fact]
    public async Task Says_nothing_without_evidence() =>
        Assert.Equal([new ChatDelta("", 0)], await Answer());

    private static KnowledgeHit Hit(string answer, double score) => new(new KnowledgeItemId("item"), "Question?", answer, "other", "en-US", score);

    private static async Task<List<ChatDelta>> Answer(params KnowledgeHit[] evidence)
    {
        var request = new ChatRequest { Tenant = new TenantId("tests"), Language = "en-US", System = "", Question = "question", Evidence = evidence };
        var deltas = new List<ChatDelta>();
        await foreach (var delta in new ExtractiveAnswerer().AnswerAsync(request, CancellationToken.None))
            deltas.Add(delta);
        return deltas;
    }
}
