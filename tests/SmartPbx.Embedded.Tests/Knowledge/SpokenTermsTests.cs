using SmartPbx.Domain.Speech;
using SmartPbx.Embedded.Knowledge;

namespace SmartPbx.Embedded.Tests.Knowledge;

public sealed class SpokenTermsTests
{
    [Theory]
    [InlineData("what is the pride of a room", "price")]
    [InlineData("i need a work shop today", "workshop")]
    [InlineData("my room key a lost it", "lost")]
    public void A_word_heard_as_others_is_found_by_its_sounds(string heard, string word) => Assert.True(Likeness(heard, word) > 0.7);

    [Theory]
    [InlineData("can i bring my dog", "breakfast")]
    [InlineData("when do you open", "insurance")]
    public void A_word_that_nothing_sounds_like_is_not_found(string heard, string word) => Assert.Equal(0, Likeness(heard, word));

    [Fact]
    public void A_short_word_is_not_looked_for() => Assert.Equal(0, Likeness("the bed is hard", "bed"));

    private static double Likeness(string heard, string word) =>
        new SpokenTerms([.. heard.Split(' ').Select(w => new RecognizedWord(w, 0, 0, 1))]).Likeness(word, [word]);
}
