using SmartPbx.Agents.Phrases;
using SmartPbx.Domain.Directory;

namespace SmartPbx.Agents.Tests.Phrases;

public sealed class PhraseBookTests
{
    [Theory]
    [InlineData("ko", "ko-KR")]
    [InlineData("ko-KR", "ko-KR")]
    [InlineData("en-GB", "en-US")]
    [InlineData("fr-FR", "en-US")]
    public void Speaks_Korean_or_English(string wished, string spoken) => Assert.Equal(spoken, PhraseBook.Supported(wished));

    [Theory]
    [InlineData("en-US", "Welcome to Acme.", "AI")]
    [InlineData("ko-KR", "반갑습니다.", "인공지능")]
    public void A_tenants_own_greeting_still_says_that_an_AI_speaks(string language, string greeting, string disclosure) =>
        Assert.Contains(disclosure, string.Join(' ', PhraseBook.For(language, new AgentSettings { Greeting = greeting }, "1000").Greeting));

    [Fact]
    public void Tenants_texts_replace_the_products()
    {
        var texts = PhraseBook.For("en-US", new AgentSettings { RecordingNotice = "We record.", FallbackText = "Nobody is in.", ContactNumber = "12 34" }, "1000");
        Assert.Contains("We record.", texts.Greeting);
        Assert.Equal("Nobody is in.", texts.Fallback);
        Assert.Contains("12 34", texts.HoldApology);
    }

    [Fact]
    public void Without_recording_nothing_is_said_of_it() =>
        Assert.DoesNotContain("record", string.Join(' ', PhraseBook.For("en-US", new AgentSettings { RecordingEnabled = false }, "1000").Greeting));

    [Theory]
    [InlineData("en-US")]
    [InlineData("ko-KR")]
    public void Every_text_is_there_and_prefetched(string language)
    {
        var texts = PhraseBook.For(language, new AgentSettings(), "1000");
        var properties = typeof(PhraseSet).GetProperties().Where(p => p.PropertyType == typeof(string)).Select(p => (string)p.GetValue(texts)!).ToList();
        Assert.All(properties, t => Assert.False(string.IsNullOrWhiteSpace(t)));
        Assert.Empty(properties.Except(texts.All));
    }
}
