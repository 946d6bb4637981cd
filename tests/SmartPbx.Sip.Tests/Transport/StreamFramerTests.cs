using System.Text;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Tests.Kit;
using SmartPbx.Sip.Transport;
using SmartPbx.Sip.Transport.Streams;

namespace SmartPbx.Sip.Tests.Transport;

public sealed class StreamFramerTests
{
    private static readonly SipConnectionLimits Limits = SipConnectionLimits.Default with { MaxHeaderSectionBytes = 512 };

    private static readonly string[] Script =
    [
        "\r\n", Message("one", "Content-Length: 0"), "\r\n\r\n", Message("two", "l:5", "hello"), Message("three", "Content-Length :\r\n 4", "\r\n\r\n"),
        "\r\n\r\n", "\r\n\r\n", "\r\n", Message("four", "CONTENT-LENGTH: 0003\r\nSubject: a\r\n b", "abc"),
    ];

    private static string Whole => string.Concat(Script);

    private static IReadOnlyList<string> Expected =>
        ["Blank", Script[1], "Ping", Script[3], Script[4], "Ping", "Ping", "Blank", Script[8]];

    [Fact]
    public void A_stream_in_one_piece_gives_its_messages() => Assert.Equal(Expected, Read(Whole, [Whole.Length]));

    [Fact]
    public void Single_bytes_give_the_same_messages() => Assert.Equal(Expected, Read(Whole, [1]));

    [Fact]
    public void A_split_at_any_place_gives_the_same_messages()
    {
        for (int at = 1; at < Whole.Length; at++)
            Assert.Equal(Expected, Read(Whole, [at, Whole.Length]));
    }

    [Fact]
    public void Random_splits_give_the_same_messages()
    {
        var tokens = new Kit.SeededTokens(7);
        var sizes = new byte[64];
        for (int run = 0; run < 500; run++)
        {
            tokens.Fill(sizes);
            Assert.Equal(Expected, Read(Whole, [.. sizes.Select(size => 1 + (size % 97))]));
        }
    }

    [Theory]
    [InlineData("", SipParseErrorCode.MissingHeader)]
    [InlineData("Content-Length: -1\r\n", SipParseErrorCode.ContentLength)]
    [InlineData("Content-Length: five\r\n", SipParseErrorCode.ContentLength)]
    [InlineData("Content-Length: 99999999999\r\n", SipParseErrorCode.ContentLength)]
    [InlineData("Content-Length: 1\r\nl: 2\r\n", SipParseErrorCode.ContentLength)]
    [InlineData("Content-Length: 2000000000\r\n", SipParseErrorCode.MessageTooLarge)]
    public void A_message_without_an_end_breaks_the_stream_at_any_split(string header, SipParseErrorCode error)
    {
        string text = $"OPTIONS sip:a@b SIP/2.0\r\nVia: x\r\n{header}\r\n";
        foreach (int size in (int[])[1, 7, text.Length])
            Assert.Equal([$"Broken {error}"], Read(text + "trailing", [size]));
    }

    [Fact]
    public void Endless_headers_break_the_stream_at_the_limit() =>
        Assert.Equal([$"Broken {SipParseErrorCode.MessageTooLarge}"], Read("OPTIONS sip:a@b SIP/2.0\r\n" + string.Concat(Enumerable.Repeat("X: y\r\n", 200)), [11]));

    [Fact]
    public void A_lone_carriage_return_breaks_the_stream() => Assert.Equal([$"Broken {SipParseErrorCode.StartLine}"], Read("\rOPTIONS sip:a@b SIP/2.0\r\n\r\n", [3]));

    [Fact]
    public void Dripped_headers_are_looked_at_once()
    {
        const double Allowed = 8 * 3; // eight times the bytes; looking again from the start would be sixty-four times the work

        Assert.InRange(Work.Growth(() => Drip(4_000), () => Drip(32_000), Allowed), 0, Allowed);
    }

    private static void Drip(int count)
    {
        var framer = new StreamFramer(SipLimits.Default, Limits with { MaxHeaderSectionBytes = 4_000_000 });
        byte[] bytes = Encoding.UTF8.GetBytes("OPTIONS sip:a@b SIP/2.0\r\nX: " + new string('y', count));
        for (int length = 1; length <= bytes.Length; length++)
            if (framer.Next(bytes.AsSpan(0, length)).Kind != FrameKind.Incomplete) Assert.Fail("it has no end");
    }

    private static string Message(string name, string length, string body = "") => $"OPTIONS sip:{name}@b SIP/2.0\r\nVia: x\r\n{length}\r\n\r\n{body}";

    // Feeds the text in pieces of these sizes, over and over, and lists what is found.
    private static List<string> Read(string text, int[] sizes)
    {
        var framer = new StreamFramer(SipLimits.Default, Limits);
        var found = new List<string>();
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        int start = 0;
        int end = 0;
        for (int piece = 0; end < bytes.Length; piece++)
        {
            end = Math.Min(bytes.Length, end + sizes[piece % sizes.Length]);
            while (framer.Next(bytes.AsSpan(start..end)) is { Kind: not FrameKind.Incomplete } frame)
            {
                found.Add(frame.Kind switch
                {
                    FrameKind.Message => Encoding.UTF8.GetString(bytes, start, frame.Length),
                    FrameKind.Broken => $"Broken {frame.Error}",
                    _ => frame.Kind.ToString(),
                });
                if (frame.Kind == FrameKind.Broken)
                    return found;
                start += frame.Length;
            }
        }
        return found;
    }
}
