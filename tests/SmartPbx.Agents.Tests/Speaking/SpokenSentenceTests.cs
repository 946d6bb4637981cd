using SmartPbx.Agents.Speaking;

namespace SmartPbx.Agents.Tests.Speaking;

public sealed class SpokenSentenceTests
{
    private static SpokenSentence Sentence(bool complete = true) => new("one two three four", 1000) { End = 10_000, IsComplete = complete };

    [Theory]
    [InlineData(1000, "")]
    [InlineData(2400, "")]
    [InlineData(2600, "one")]
    [InlineData(5400, "one two")]
    [InlineData(9000, "one two three")]
    [InlineData(10_000, "one two three four")]
    [InlineData(20_000, "one two three four")]
    public void Only_words_played_to_their_end_were_heard(long played, string heard) => Assert.Equal(heard, Sentence().Heard(played));

    [Fact]
    public void A_sentence_still_in_the_making_is_measured_by_its_letters() => Assert.Equal("one two", new SpokenSentence("one two three four", 0) { End = 5000 }.Heard(4000));
}
