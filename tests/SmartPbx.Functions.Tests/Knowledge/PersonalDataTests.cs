using SmartPbx.Functions.Knowledge.Extraction;

namespace SmartPbx.Functions.Tests.Knowledge;

public sealed class PersonalDataTests
{
    [Theory]
    [InlineData("call 010-1234-5678 now", "call 010-****-5678 now", "phone")]
    [InlineData("call 01012345678 now", "call 010-****-5678 now", "phone")]
    [InlineData("call +82 10-1234-5678", "call 821-****-5678", "phone")]
    [InlineData("my number is zero one zero one two three four", "my number is ***", "phone")]
    [InlineData("write to someone@mail.example please", "write to so***@mail.example please", "email")]
    [InlineData("x@mail.example", "x***@mail.example", "email")]
    [InlineData("card 4111 1111 1111 1111", "card ****-****-****-****", "card")]
    [InlineData("card 4111-1111-1111-1111.", "card ****-****-****-****.", "card")]
    [InlineData("900101-1234567", "******-*******", "resident_number")]
    public void Masks_what_belongs_to_a_person(string text, string masked, string kind)
    {
        var (result, counts) = PersonalData.Mask(text);
        Assert.Equal(masked, result);
        Assert.Equal(1, counts[kind]);
    }

    [Theory]
    [InlineData("open from 10 to 18 on 2026-11-20")]
    [InlineData("it costs 12000 won")]
    [InlineData("we have one two or three left")]
    [InlineData("order 1234567890123 of the list")]
    public void Leaves_other_numbers_alone(string text) => Assert.Equal(text, PersonalData.Mask(text).Text);
}
