using SmartPbx.Embedded.Speech;

namespace SmartPbx.Embedded.Tests.Speech;

public sealed class SpokenTextTests
{
    [Theory]
    [InlineData("Do you deliver on Saturday?", "do you deliver on saturday")]
    [InlineData("It costs $1,250 or 15%.", "it costs one thousand two hundred fifty or fifteen percent")]
    [InlineData("Open from 9 a.m. to 6 p.m. on Sunday.", "open from nine a m to six p m on sunday")]
    [InlineData("Don’t wait. Call 0800.", "don't wait|call zero eight zero zero")]
    [InlineData("Ask for the 3D-model at 42nd Street", "ask for the three d model at forty two nd street")]
    [InlineData("주차장", "")]
    public void Text_becomes_spoken_words(string text, string expected) =>
        Assert.Equal(expected, string.Join('|', SpokenText.Sentences(text).Select(s => string.Join(' ', s))));
}
