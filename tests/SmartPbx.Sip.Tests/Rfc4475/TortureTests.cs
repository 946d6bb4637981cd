using System.Reflection;
using SmartPbx.Sip.Messages;

namespace SmartPbx.Sip.Tests.Rfc4475;

/// <summary>
/// Every message of RFC 4475 with what the RFC asks of an element: take it (0), refuse it with a status, or, for responses, drop it
/// (-1). Where the RFC leaves a choice, the choice made is noted.
/// </summary>
public sealed class TortureTests
{
    private const int Take = 0;
    private const int Drop = -1;

    /// <summary>Cases not met yet, with the reason. A case that passes must leave this list.</summary>
    private static readonly Dictionary<string, string> _gaps = [];

    public static TheoryData<string, int, SipParseErrorCode> Cases => new()
    {
        // 3.1.1 valid messages
        { "wsinv", Take, SipParseErrorCode.None },
        { "intmeth", Take, SipParseErrorCode.None },
        { "esc01", Take, SipParseErrorCode.None },
        { "escnull", Take, SipParseErrorCode.None },
        { "esc02", Take, SipParseErrorCode.None },
        { "lwsdisp", Take, SipParseErrorCode.None },
        { "longreq", Take, SipParseErrorCode.None },
        { "dblreq", Take, SipParseErrorCode.None },
        { "semiuri", Take, SipParseErrorCode.None },
        { "transports", Take, SipParseErrorCode.None },
        { "mpart01", Take, SipParseErrorCode.None },
        { "unreason", Take, SipParseErrorCode.None },
        { "noreason", Take, SipParseErrorCode.None },

        // 3.1.2 invalid messages
        { "badinv01", 400, SipParseErrorCode.Via },
        { "clerr", 400, SipParseErrorCode.Incomplete },
        { "ncl", 400, SipParseErrorCode.ContentLength },
        { "scalar02", 400, SipParseErrorCode.CSeq },
        { "scalarlg", Drop, SipParseErrorCode.CSeq },
        { "quotbal", 400, SipParseErrorCode.To },
        { "ltgtruri", 400, SipParseErrorCode.RequestUri },
        { "lwsruri", 400, SipParseErrorCode.StartLine },
        { "lwsstart", 400, SipParseErrorCode.StartLine }, // may be repaired; refused
        { "trws", 400, SipParseErrorCode.StartLine }, // may be repaired; refused
        { "escruri", 400, SipParseErrorCode.RequestUri },
        { "baddate", Take, SipParseErrorCode.None }, // may be refused; nothing here reads Date, so it is ignored
        { "regbadct", 400, SipParseErrorCode.Contact },
        { "badaspec", 400, SipParseErrorCode.To }, // may be repaired; refused
        { "baddn", 400, SipParseErrorCode.Incomplete }, // the file lacks the empty line; see below for what it is about
        { "badvers", 505, SipParseErrorCode.UnsupportedVersion },
        { "mismatch01", 400, SipParseErrorCode.CSeqMethodMismatch },
        { "mismatch02", 400, SipParseErrorCode.CSeqMethodMismatch }, // 501 is allowed too
        { "bigcode", Drop, SipParseErrorCode.StatusCode },

        // 3.2 transaction layer
        { "badbranch", Take, SipParseErrorCode.None }, // treated as RFC 2543, see SipStackTests

        // 3.3 application layer: well formed; 416, 420, 415, 406, 483 and the like are the user's
        { "insuf", 400, SipParseErrorCode.MissingHeader },
        { "unkscm", Take, SipParseErrorCode.None },
        { "novelsc", Take, SipParseErrorCode.None },
        { "unksm2", Take, SipParseErrorCode.None },
        { "bext01", Take, SipParseErrorCode.None },
        { "invut", Take, SipParseErrorCode.None },
        { "regaut01", Take, SipParseErrorCode.None },
        { "multi01", 400, SipParseErrorCode.RepeatedHeader },
        { "mcl01", 400, SipParseErrorCode.ContentLength },
        { "bcast", Take, SipParseErrorCode.None }, // dropped by the transaction layer, see RefusalTests
        { "zeromf", Take, SipParseErrorCode.None },
        { "cparam01", Take, SipParseErrorCode.None },
        { "cparam02", Take, SipParseErrorCode.None },
        { "regescrt", Take, SipParseErrorCode.None },
        { "sdp01", Take, SipParseErrorCode.None },

        // 3.4 backward compatibility
        { "inv2543", Take, SipParseErrorCode.None },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Treats_the_message_as_the_rfc_says(string name, int expectedStatus, SipParseErrorCode expectedCode)
    {
        var view = new SipMessageView(SipLimits.Default);
        bool isValid = view.TryParse(Read(name), out var error) && view.TryValidate(out error);
        int status = isValid ? Take : view.IsRequest ? error.Status : Drop;

        bool isMet = (status, error.Code) == (expectedStatus, expectedCode);

        Assert.True(isMet != _gaps.ContainsKey(name), isMet
            ? $"{name} passes now: take it off the list of gaps"
            : $"{name}: {status} {error.Code} at {error.Offset}, expected {expectedStatus} {expectedCode}");
    }

    [Fact]
    public void Refuses_the_unquoted_comma_of_baddn() // may be repaired; refused
    {
        var view = new SipMessageView(SipLimits.Default);

        Assert.True(view.TryParse((byte[])[.. Read("baddn"), .. "\r\n"u8], out _));
        Assert.False(view.TryValidate(out var error));
        Assert.Equal(SipParseErrorCode.From, error.Code);
    }

    [Fact]
    public void Every_file_of_the_corpus_has_a_case()
    {
        var files = Assembly.GetExecutingAssembly().GetManifestResourceNames().Where(name => !name.Contains('.', StringComparison.Ordinal));

        Assert.Equal(files.Order(), Cases.Select(row => (string)row[0]).Order());
    }

    [Fact]
    public void Reads_wsinv_in_spite_of_its_white_space()
    {
        var request = Parse("wsinv").ToRequest();

        Assert.Equal("1918181833n", request.To.Tag);
        Assert.Equal("J Rosenberg \\\"", request.From.DisplayName);
        Assert.Equal(68, request.MaxForwards);
        Assert.Equal(new CSeq(9, SipMethod.Invite), request.CSeq);
        Assert.Equal(["192.0.2.2", "spindle.example.com", "192.168.255.111"], request.Vias.Select(via => via.Host));
        Assert.Equal("z9hG4bK30239", request.Vias[2].Branch);
        Assert.Equal("newfangled value continued newfangled value", request.Headers["NewFangledHeader"]);
        Assert.Equal("0.33", request.Contact!.Parameters["q"]);
        Assert.Equal("", request.Headers["Subject"]);
        Assert.Equal(150, request.Body.Length);
    }

    [Fact]
    public void Keeps_the_strange_but_valid_text_of_intmeth()
    {
        var request = Parse("intmeth").ToRequest();

        Assert.Equal("!interesting-Method0123456789_*+`.%indeed'~", request.Method.Name);
        Assert.Equal("1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*", request.Uri.User);
        Assert.Equal("&it+has=1,weird!*pas$wo~d_too.(doesn't-it)", request.Uri.Password);
        Assert.Equal("BEL:\a NUL:\0 DEL:\u007F", request.To.DisplayName);
        Assert.Equal("token1~` token2'+_ token3*%!.-", request.From.DisplayName);
        Assert.Equal("_token~1'+`*%!-.", request.From.Tag);
    }

    [Fact]
    public void Unescapes_what_esc01_escapes()
    {
        var request = Parse("esc01").ToRequest();

        Assert.Equal("sips:user@example.com", request.Uri.User);
        Assert.Equal("user", request.To.Uri.User);
        Assert.Equal("I have spaces", request.From.Uri.User);
        Assert.Equal("caller", request.Contact!.Uri.User);
        Assert.True(request.Contact.Uri.Parameters.Has("lr"));
        Assert.Equal("value%41", request.Contact.Uri.Parameters["name"]);
    }

    [Fact]
    public void Keeps_escaped_nulls_of_escnull_apart()
    {
        var request = Parse("escnull").ToRequest();

        Assert.Equal(["\0", "\0\0"], request.Contacts.Select(contact => contact.Uri.User));
    }

    [Fact]
    public void Does_not_unescape_names_in_esc02()
    {
        var request = Parse("esc02").ToRequest();

        Assert.NotEqual(SipMethod.Register, request.Method);
        Assert.Equal("%Z%45", request.To.DisplayName);
        Assert.Equal("z9hG4bK209%fzsnel234", request.TopVia!.Branch);
        Assert.Equal(2, request.Contacts.Count);
    }

    [Fact]
    public void Ignores_bytes_after_the_first_message_of_dblreq()
    {
        var request = Parse("dblreq").ToRequest();

        Assert.Equal(SipMethod.Register, request.Method);
        Assert.Equal(0, request.Body.Length);
    }

    [Fact]
    public void Gives_contact_parameters_to_the_header_or_the_uri_by_the_brackets()
    {
        Assert.True(Parse("cparam01").ToRequest().Contact!.Parameters.Has("unknownparam"));
        Assert.True(Parse("cparam02").ToRequest().Contact!.Uri.Parameters.Has("unknownparam"));
    }

    public static TheoryData<string> ValidCases =>
        new(Cases.Where(row => (int)row[1] == Take).Select(row => (string)row[0]));

    [Theory]
    [MemberData(nameof(ValidCases))]
    public void Writes_a_valid_message_so_that_it_reads_the_same(string name)
    {
        var view = Parse(name);
        SipMessage first = view.IsRequest ? view.ToRequest() : view.ToResponse();
        var again = new SipMessageView(SipLimits.Default);

        Assert.True(again.TryParse(first.ToBytes(), out var error) && again.TryValidate(out error), error.ToString());
        SipMessage second = again.IsRequest ? again.ToRequest() : again.ToResponse();
        Assert.Equal(first.Headers.Fields, second.Headers.Fields);
        Assert.Equal(first.Body.ToArray(), second.Body.ToArray());
        Assert.Equal(first.ToString(), second.ToString());
    }

    internal static byte[] Read(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static SipMessageView Parse(string name)
    {
        var view = new SipMessageView(SipLimits.Default);
        Assert.True(view.TryParse(Read(name), out var error) && view.TryValidate(out error), error.ToString());
        return view;
    }
}
