using System.Text;
using SmartPbx.Sip.Messages;

namespace SmartPbx.Sip.Tests.Messages;

public sealed class RecentTextsTests
{
    [Theory]
    [InlineData("")]
    [InlineData("8")]
    [InlineData("PCMA/8000")]
    [InlineData("김민수")]
    [InlineData("INVITE, ACK, CANCEL, OPTIONS, BYE, UPDATE, PRACK, INFO, REFER, NOTIFY")]
    public void A_text_is_what_its_bytes_say_as_often_as_it_is_asked_for(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);

        Assert.Equal((text, text), (RecentTexts.Of(bytes), RecentTexts.Of(bytes)));
    }

    [Fact]
    public void Texts_that_share_a_place_are_never_taken_for_each_other()
    {
        for (int number = 0; number < 100_000; number++)
            Assert.Equal($"{number}", RecentTexts.Of(Encoding.ASCII.GetBytes($"{number}")));
    }

    [Fact]
    public void A_long_text_is_not_kept()
    {
        byte[] bytes = Encoding.ASCII.GetBytes(new string('a', 1_000));

        Assert.NotSame(RecentTexts.Of(bytes), RecentTexts.Of(bytes));
    }
}
