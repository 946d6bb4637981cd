using SmartPbx.Agents.Speaking;

namespace SmartPbx.Agents.Tests.Speaking;

public sealed class SentenceSplitterTests
{
    private static List<string> Split(params string[] deltas)
    {
        var splitter = new SentenceSplitter();
        var sentences = deltas.SelectMany(splitter.Push).ToList();
        if (splitter.Flush() is { } rest) sentences.Add(rest);
        return sentences;
    }

    [Theory]
    [InlineData("We open at nine. We close at five.", "We open at nine.|We close at five.")]
    [InlineData("It costs 3.50 euros. Fine?", "It costs 3.50 euros.|Fine?")]
    [InlineData("Ask Dr. Smith at 9 a.m. today. Bye!", "Ask Dr. Smith at 9 a.m. today.|Bye!")]
    [InlineData("네, 가능합니다. 언제든지 오세요.", "네, 가능합니다.|언제든지 오세요.")]
    [InlineData("first line\nsecond line", "first line|second line")]
    [InlineData("no end", "no end")]
    [InlineData("  ", "")]
    public void Cuts_at_the_ends_of_sentences(string text, string expected) => Assert.Equal(expected, string.Join('|', Split(text)));

    [Fact]
    public void Gives_a_sentence_as_soon_as_the_next_word_begins()
    {
        var splitter = new SentenceSplitter();
        Assert.Empty(splitter.Push("We open at nine."));
        Assert.Equal(["We open at nine."], splitter.Push(" We"));
    }

    [Fact]
    public void Any_split_of_the_stream_gives_the_same_sentences()
    {
        const string Text = "It is 3.5 km away. Take bus no. 12, it leaves at 9 a.m. every day! Is that fine? \"Yes.\" Good.";
        var whole = Split(Text);
        for (var size = 1; size < Text.Length; size++)
            Assert.Equal(whole, Split([.. Text.Chunk(size).Select(c => new string(c))]));
    }

    [Fact]
    public void A_run_without_an_end_is_cut_at_a_comma_or_space()
    {
        var parts = Split(string.Join(", ", Enumerable.Repeat("one more thing that I wish to say", 30)));
        Assert.All(parts, p => Assert.InRange(p.Length, 1, SentenceSplitter.MaxCharacters));
    }
}
