using System.Text;
using SmartPbx.Sip.Messages;

namespace SmartPbx.Sip.Tests.Messages;

/// <summary>The marks that the parser goes by, against the plain way to find the same: byte after byte.</summary>
public sealed class SipTextTests
{
    private const int LongestText = 300;

    [Fact]
    public void Marks_stand_at_every_delimiter_and_line_end_of_a_text_of_any_length()
    {
        var random = new Random(3261);
        for (int length = 0; length <= LongestText; length++)
        {
            byte[] text = RandomText(random, length);
            var (delimiters, breaks) = Marks(text);

            Assert.Equal(Places(text, value => !char.IsAsciiLetterOrDigit((char)value) && value is not ((byte)'-' or (byte)'.')), Places(delimiters, length));
            Assert.Equal(Places(text, value => value is (byte)'\r' or (byte)'\n'), Places(breaks, length));
        }
    }

    [Fact]
    public void Marks_of_all_256_bytes_are_right()
    {
        byte[] text = [.. Enumerable.Range(0, 256).Select(value => (byte)value)];

        Assert.Equal("-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
            new string([.. Enumerable.Range(0, 256).Except(Places(Marks(text).Delimiters, text.Length)).Select(value => (char)value)]));
    }

    [Fact]
    public void A_run_ends_at_the_first_byte_outside_of_its_class_or_at_the_end()
    {
        var random = new Random(25);
        SipClass[] classes = [SipClass.Token, SipClass.ParameterValue, SipClass.Word, SipClass.User, SipClass.HostName, SipClass.UriParameter, SipClass.DisplayName, SipClass.BareUri];
        for (int i = 0; i < 2_000; i++)
        {
            byte[] bytes = RandomText(random, random.Next(LongestText));
            var whole = new SipText(bytes, Marks(bytes).Delimiters);
            int end = random.Next(bytes.Length + 1);
            int start = random.Next(end + 1);
            var allowed = classes[random.Next(classes.Length)];

            int expected = start;
            while (expected < end && (SipGrammar.ClassesOf(bytes[expected]) & allowed) != 0)
                expected++;

            Assert.Equal(expected, whole.Until(end).Run(start, allowed));
        }
    }

    [Fact]
    public void Every_class_holds_what_lies_between_marks()
    {
        var between = Enumerable.Range(0, 256).Where(value => char.IsAsciiLetterOrDigit((char)value) || value is '-' or '.');
        var classes = Enum.GetValues<SipClass>().Where(value => value is not (SipClass.None or SipClass.Lws));

        Assert.All(between, value => Assert.All(classes, member => Assert.True(SipGrammar.ClassesOf((byte)value).HasFlag(member), $"{(char)value} {member}")));
    }

    [Fact]
    public void Every_header_is_known_by_its_names_in_any_case()
    {
        foreach (var id in Enum.GetValues<SipHeaderId>().Where(id => id != SipHeaderId.Other))
        {
            string name = SipHeaderNames.NameOf(id);
            Assert.All([name, name.ToUpperInvariant(), name.ToLowerInvariant()], form => Assert.Equal((id, id), (SipHeaderNames.IdOf(form), SipHeaderNames.IdOf(Encoding.ASCII.GetBytes(form)))));
            Assert.Equal(SipHeaderId.Other, SipHeaderNames.IdOf(Encoding.ASCII.GetBytes(name[..^1] + "!")));
        }
        Assert.Equal(SipHeaderId.Via, SipHeaderNames.IdOf("V"u8));
        Assert.Equal(SipHeaderId.Other, SipHeaderNames.IdOf("6ia"u8)); // "6" and "v" share their low bits
        Assert.Equal(SipHeaderId.Other, SipHeaderNames.IdOf("Call\rID"u8)); // CR and "-" differ by the bit of case
    }

    private static (ulong[] Delimiters, ulong[] Breaks) Marks(byte[] text)
    {
        int words = SipMarks.WordsFor(text.Length);
        var (delimiters, breaks) = (new ulong[words], new ulong[words]);
        SipMarks.Find(text, delimiters, breaks);
        return (delimiters, breaks);
    }

    private static List<int> Places(byte[] text, Predicate<byte> isMarked) => [.. Enumerable.Range(0, text.Length).Where(place => isMarked(text[place]))];

    private static List<int> Places(ulong[] marks, int length)
    {
        List<int> places = [];
        for (int at = SipMarks.Next(marks, 0); at < length; at = SipMarks.Next(marks, at + 1))
            places.Add(at);
        return places;
    }

    private static byte[] RandomText(Random random, int length)
    {
        var characters = Encoding.ASCII.GetBytes("abcXYZ019-._~%+ \t\r\n:;,<>@\"/[]=?");
        byte[] text = new byte[length];
        for (int i = 0; i < length; i++)
            text[i] = random.Next(3) == 0 ? (byte)random.Next(256) : characters[random.Next(characters.Length)];
        return text;
    }
}
