using SmartPbx.Domain.Knowledge;
using SmartPbx.Domain.Speech;
using SmartPbx.Embedded.Knowledge;
using static SmartPbx.Embedded.Tests.Knowledge.KnowledgeSamples;

namespace SmartPbx.Embedded.Tests.Knowledge;

/// <summary>A question with what the recogniser says of its words.</summary>
public sealed class HeardQuestionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly EmbeddedKnowledgeIndex _index;

    public HeardQuestionTests()
    {
        _index = new EmbeddedKnowledgeIndex(_folder.Path);
        _index.UpsertAsync(Tenant, [Item("sauna", "What is the price of the sauna?", "9 dollars."), Item("towel", "Can I rent a towel?", "Yes.")], CancellationToken.None).Wait();
    }

    public void Dispose()
    {
        _index.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_doubtful_word_that_no_item_explains_weighs_less() =>
        Assert.True(await Score(("can", 1), ("rent", 1), ("towel", 1), ("elephant", 0.1)) > await Score(("can", 1), ("rent", 1), ("towel", 1), ("elephant", 1)));

    [Fact]
    public async Task A_doubtful_word_proves_less() => Assert.True(await Score(("rent", 0.1), ("towel", 0.1)) < await Score(("rent", 1), ("towel", 1)));

    [Fact]
    public async Task A_word_that_was_heard_as_another_helps_its_item() =>
        Assert.True(await Score(("pride", 0.3), ("sauna", 1)) > await Score(("dog", 0.3), ("sauna", 1)));

    private async Task<double> Score(params (string Word, double Confidence)[] words)
    {
        var query = new KnowledgeQuery
        {
            Text = string.Join(' ', words.Select(w => w.Word)), Heard = [.. words.Select(w => new RecognizedWord(w.Word, 0, 0, w.Confidence))],
        };
        return (await _index.SearchAsync(Tenant, query, CancellationToken.None))[0].Score;
    }
}
