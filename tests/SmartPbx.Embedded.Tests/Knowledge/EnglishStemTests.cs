using SmartPbx.Embedded.Knowledge;

namespace SmartPbx.Embedded.Tests.Knowledge;

public sealed class EnglishStemTests
{
    [Theory]
    [InlineData("stolen", "steal")]
    [InlineData("forgot", "forget")]
    [InlineData("lost", "losing")]
    [InlineData("children", "child")]
    [InlineData("repairs", "repaired")]
    public void Forms_of_one_word_have_one_stem(string form, string other) => Assert.Equal(EnglishStem.Of(other), EnglishStem.Of(form));

    [Fact]
    public void Different_words_keep_different_stems() => Assert.NotEqual(EnglishStem.Of("train"), EnglishStem.Of("trailer"));
}
