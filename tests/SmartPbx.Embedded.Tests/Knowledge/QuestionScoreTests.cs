using SmartPbx.Domain.Knowledge;
using SmartPbx.Embedded.Knowledge;
using static SmartPbx.Embedded.Tests.Knowledge.KnowledgeSamples;

namespace SmartPbx.Embedded.Tests.Knowledge;

/// <summary>The line of 0.6: what is answered and what is not.</summary>
public sealed class QuestionScoreTests : IDisposable
{
    private const double Answers = 0.6;
    private readonly TemporaryFolder _folder = new();
    private readonly EmbeddedKnowledgeIndex _index;

    public QuestionScoreTests() => _index = new EmbeddedKnowledgeIndex(_folder.Path);

    public void Dispose()
    {
        _index.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("when are you open on sundays", "sunday")]
    [InlineData("what are opening hours sunday", "sunday")]
    [InlineData("can you deliver on saturday please", "saturday")]
    [InlineData("how long does the refund take", "refund")]
    [InlineData("i want my money back", "refund")]
    public async Task A_paraphrase_reaches_its_item(string question, string expected)
    {
        var best = await Best(question);

        Assert.Equal(expected, best.ItemId.Value);
        Assert.True(best.Score >= Answers, $"{best.Score}");
    }

    [Theory]
    [InlineData("do you deliver on sunday")]
    [InlineData("what are your opening hours on christmas eve")]
    [InlineData("how long does a marathon take")]
    [InlineData("do you deliver pizza")]
    [InlineData("hello can you tell me please")]
    [InlineData("")]
    public async Task Another_question_with_shared_words_stays_below_the_line(string question)
    {
        var best = await Best(question);

        Assert.True(best.Score < Answers, $"{best.ItemId}: {best.Score}");
    }

    [Theory]
    [InlineData("환불은 언제쯤 되나요", "ko-refund", true)]
    [InlineData("돈은 언제 돌려받을 수 있나요", "ko-refund", true)]
    [InlineData("주차장은 어디에 있나요", "ko-parking", true)]
    [InlineData("강아지를 데려가도 되나요", "ko-refund", false)]
    public async Task Korean_is_compared_by_syllables(string question, string item, bool answered)
    {
        await _index.UpsertAsync(Tenant,
        [
            Item("ko-refund", "환불은 언제 되나요?", "환불은 7일 안에 처리됩니다. 감사합니다.", "ko-KR", "돈은 언제 돌려받나요?"),
            Item("ko-parking", "주차장이 있나요?", "매장 뒤에 무료 주차 공간이 있습니다.", "ko-KR", "어디에 주차하나요?"),
            Item("ko-hours", "영업시간이 어떻게 되나요?", "오전 9시부터 오후 8시까지 영업합니다.", "ko-KR"),
        ], CancellationToken.None);

        var hits = await _index.SearchAsync(Tenant, new KnowledgeQuery { Text = question, Language = "ko" }, CancellationToken.None);

        Assert.Equal(answered, hits[0].Score >= Answers && hits[0].ItemId.Value == item);
    }

    private async Task<KnowledgeHit> Best(string question)
    {
        await _index.UpsertAsync(Tenant, [Sunday, Saturday, Refund], CancellationToken.None);
        return (await _index.SearchAsync(Tenant, new KnowledgeQuery { Text = question, Language = "en-US" }, CancellationToken.None))[0];
    }
}
