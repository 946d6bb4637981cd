using SmartPbx.Embedded.Speech;

namespace SmartPbx.Embedded.Tests.Speech;

public sealed class ArpabetPhonesTests
{
    [Theory]
    [InlineData("pˈeɪ pˈæl", "P EY P AE L")]
    [InlineData("vˌiːɛtnəmˈiːz", "V IY EH T N AH M IY Z")]
    [InlineData("tʃˈɛɹi", "CH EH R IY")]
    public void Phonemes_become_the_phones_of_the_acoustic_model(string ipa, string expected) =>
        Assert.Equal(expected, string.Join(' ', ArpabetPhones.FromIpa(ipa)));

    [Fact]
    public void A_word_the_dictionary_lacks_gets_a_pronunciation() =>
        Assert.NotEmpty(EnglishResources.Dictionary.Of("smartpbx"));
}
