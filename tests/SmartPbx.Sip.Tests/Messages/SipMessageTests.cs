using System.Text;
using SmartPbx.Sip.Messages;

namespace SmartPbx.Sip.Tests.Messages;

public sealed class SipMessageTests
{
    [Theory]
    [InlineData("a\r\nInjected: b")]
    [InlineData("a\nb")]
    public void Refuses_line_breaks_in_header_values(string value) =>
        Assert.Throws<ArgumentException>(() => Request().Headers.Set("Subject", value));

    [Fact]
    public void Line_breaks_in_a_display_name_do_not_reach_the_wire()
    {
        var request = Request();
        request.From = new NameAddr(SipUri.Parse("sip:a@b")) { DisplayName = "a\r\nX: y" };

        Assert.DoesNotContain("\r\nX: y", Encoding.UTF8.GetString(request.ToBytes()), StringComparison.Ordinal);
    }

    [Fact]
    public void Finds_headers_by_compact_form_and_any_case()
    {
        var request = Request();
        request.Headers.Set("s", "hello");

        Assert.Equal("hello", request.Headers["SUBJECT"]);
        Assert.Contains("Subject: hello\r\n", Encoding.UTF8.GetString(request.ToBytes()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_response_copies_what_the_rfc_wants_copied()
    {
        var request = Request();
        request.Headers.Add("Record-Route", "<sip:p1;lr>");

        var response = SipResponse.For(request, 180);

        Assert.Equal(request.TopVia, response.TopVia);
        Assert.Equal(request.From, response.From);
        Assert.Equal(request.CallId, response.CallId);
        Assert.Equal(request.CSeq, response.CSeq);
        Assert.Equal("Ringing", response.Reason);
        Assert.Equal("<sip:p1;lr>", response.Headers["Record-Route"]);
        Assert.Null(SipResponse.For(request, 404).Headers["Record-Route"]);
    }

    [Fact]
    public void Writes_the_right_content_length()
    {
        var request = Request();
        request.SetBody("text/plain", "grüß"u8.ToArray());

        Assert.EndsWith("Content-Length: 6\r\n\r\ngrüß", Encoding.UTF8.GetString(request.ToBytes()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKab/c+d==;rport")]
    [InlineData("SIP/2.0/TCP [2001:db8::1]:5060;branch=z9hG4bK1;received=192.0.2.1")]
    public void A_via_goes_back_as_it_came(string text)
    {
        Assert.True(Via.TryParse(text, out var via));
        Assert.Equal(text, via.ToString());
    }

    [Theory]
    [InlineData("3600", 3600u)]
    [InlineData("99999999999999999999999", uint.MaxValue)]
    public void Clamps_huge_delta_seconds(string text, uint expected)
    {
        var request = Request();
        request.Headers.Set("Expires", text);

        Assert.Equal(expected, request.Expires);
    }

    [Fact]
    public void A_typed_header_set_as_text_reads_typed()
    {
        var request = Request();
        request.Headers.Set("Contact", "*");

        Assert.True(request.IsContactWildcard);
        Assert.Null(request.Contact);
    }

    private static SipRequest Request() => new(SipMethod.Invite, SipUri.Parse("sip:bob@example.com"))
    {
        TopVia = new Via("UDP", "192.0.2.1", 5060),
        From = NameAddr.Parse("<sip:alice@example.com>;tag=a"),
        To = NameAddr.Parse("<sip:bob@example.com>"),
        CallId = "c",
        CSeq = new CSeq(1, SipMethod.Invite),
    };
}
