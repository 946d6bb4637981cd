using System.Text;
using SmartPbx.Sip.Messages;

namespace SmartPbx.Sip.Tests.Messages;

public sealed class SipMessageViewTests
{
    private const string Options =
        "OPTIONS sip:bob@example.com SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK1;rport\r\n"
        + "From: \"Alice\" <sip:alice@example.com>;tag=a\r\nTo: <sip:bob@example.com>\r\nCall-ID: c@example.com\r\n"
        + "CSeq: 1 OPTIONS\r\nMax-Forwards: 70\r\nContact: <sip:alice@192.0.2.1>\r\nX-Unknown: kept\r\nContent-Length: 0\r\n\r\n";

    [Fact]
    public void Parses_and_validates_a_reused_view_without_allocating()
    {
        var bytes = Encoding.ASCII.GetBytes(Options).AsMemory();
        var view = new SipMessageView(SipLimits.Default);
        for (int i = 0; i < 100; i++)
            Assert.True(view.TryParse(bytes, out _) && view.TryValidate(out _));

        long before = GC.GetAllocatedBytesForCurrentThread();
        int valid = 0;
        for (int i = 0; i < 1_000; i++)
            if (view.TryParse(bytes, out _) && view.TryValidate(out _))
                valid++;

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(1_000, valid);
    }

    [Fact]
    public void Keeps_unknown_headers()
    {
        var request = Parse(Options).ToRequest();

        Assert.Equal("kept", request.Headers["x-unknown"]);
        Assert.Contains("X-Unknown: kept\r\n", Encoding.ASCII.GetString(request.ToBytes()), StringComparison.Ordinal);
    }

    [Fact]
    public void Owns_its_bytes_after_materialising()
    {
        byte[] bytes = Encoding.ASCII.GetBytes(Options);
        var view = new SipMessageView(SipLimits.Default);
        Assert.True(view.TryParse(bytes, out _) && view.TryValidate(out _));
        var request = view.ToRequest();

        Array.Fill(bytes, (byte)'x');

        Assert.Equal("c@example.com", request.CallId);
    }

    [Fact]
    public void Takes_all_of_a_datagram_as_body_without_content_length()
    {
        var request = Parse(Options.Replace("Content-Length: 0\r\n", "", StringComparison.Ordinal) + "body").ToRequest();

        Assert.Equal("body", Encoding.ASCII.GetString(request.Body.Span));
    }

    [Theory]
    [InlineData("X: a\nVia: b\r\n")]
    [InlineData("X: a\rb\r\n")]
    [InlineData("no colon\r\n")]
    [InlineData("bad name: x\r\n")]
    public void Refuses_fields_that_another_element_would_read_differently(string field)
    {
        var view = new SipMessageView(SipLimits.Default);

        bool isValid = view.TryParse(Encoding.ASCII.GetBytes(Options.Replace("X-Unknown: kept\r\n", field, StringComparison.Ordinal)), out var error);

        Assert.False(isValid);
        Assert.Equal(SipParseErrorCode.HeaderSyntax, error.Code);
    }

    [Fact]
    public void Refuses_too_many_headers()
    {
        string many = string.Concat(Enumerable.Repeat("X: y\r\n", SipLimits.Default.MaxHeaders + 1));

        Assert.Equal(SipParseErrorCode.TooManyHeaders, ErrorOf(Options.Replace("X-Unknown: kept\r\n", many, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Refuses_a_header_over_the_limit_folded_or_not(bool isFolded)
    {
        string line = isFolded ? string.Concat(Enumerable.Repeat("a\r\n ", 5_000)) + "a" : new string('a', 9_000);

        Assert.Equal(SipParseErrorCode.HeaderTooLong, ErrorOf(Options.Replace("kept", line, StringComparison.Ordinal)));
    }

    [Fact]
    public void Refuses_a_message_over_the_limit()
    {
        Assert.Equal(SipParseErrorCode.MessageTooLarge, ErrorOf(Options + new string('x', 65_536)));
    }

    [Fact]
    public void Splits_comma_lists_of_routing_headers_into_values()
    {
        var request = Parse(Options.Replace("X-Unknown: kept", "Route: <sip:a;lr>, \"x, <y>\" <sip:b;lr>,<sip:c?d=e%2Cf>", StringComparison.Ordinal)).ToRequest();

        Assert.Equal(["a", "b", "c"], request.Routes.Select(route => route.Uri.Host));
        Assert.Equal("x, <y>", request.Routes[1].DisplayName);
    }

    [Fact]
    public void Never_throws_on_mutated_messages()
    {
        var view = new SipMessageView(SipLimits.Default);
        byte[] original = Encoding.ASCII.GetBytes(Options);
        byte[] values = "\0\r\n \t:;,<>@\"%?=/\\*zA0\u007f"u8.ToArray();
        for (int i = 0; i < original.Length; i++)
        {
            foreach (byte value in values)
            {
                byte[] mutated = [.. original];
                mutated[i] = value;
                if (view.TryParse(mutated, out _) && view.TryValidate(out _))
                    ReadAll(view.IsRequest ? view.ToRequest() : view.ToResponse());
                if (view.TryParse(original.AsMemory(0, i), out _))
                    view.TryValidate(out _);
            }
        }
    }

    private static void ReadAll(SipMessage message)
    {
        Assert.NotNull(message.From.ToString());
        Assert.NotNull(message.To.ToString());
        Assert.NotNull(message.CallId);
        Assert.NotNull(message.TopVia!.ToString());
        Assert.NotNull(message.Contacts);
        Assert.NotEmpty(message.CSeq.ToString());
        Assert.NotEmpty(message.ToBytes());
    }

    private static SipMessageView Parse(string text)
    {
        var view = new SipMessageView(SipLimits.Default);
        Assert.True(view.TryParse(Encoding.UTF8.GetBytes(text), out var error) && view.TryValidate(out error), error.ToString());
        return view;
    }

    private static SipParseErrorCode ErrorOf(string text)
    {
        var view = new SipMessageView(SipLimits.Default);
        return view.TryParse(Encoding.UTF8.GetBytes(text), out var error) && view.TryValidate(out error) ? SipParseErrorCode.None : error.Code;
    }
}
