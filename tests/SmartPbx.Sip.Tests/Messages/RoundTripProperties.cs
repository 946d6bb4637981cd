using System.Text;
using FsCheck;
using FsCheck.Fluent;
using SmartPbx.Sip.Messages;

namespace SmartPbx.Sip.Tests.Messages;

/// <summary>parse(write(x)) = x for generated values.</summary>
public sealed class RoundTripProperties
{
    private static readonly Gen<string> _token =
        Gen.Elements("abcXYZ019-.!%*_+`'~".ToCharArray()).NonEmptyListOf().Select(chars => new string([.. chars]));

    private static readonly Gen<string> _anyText =
        Gen.Elements("aZ9 \"\\;,<>@:?=%&#/üß\u4e2d€".ToCharArray()).NonEmptyListOf().Select(chars => new string([.. chars]));

    private static readonly Gen<string> _host = Gen.Elements("example.com", "192.0.2.7", "2001:db8::7", "a-b.c");

    private static readonly Gen<int?> _port = Gen.Choose(0, 65_535).Select(port => port % 3 == 0 ? null : (int?)port);

    private static readonly Gen<SipParameters> _uriParameters =
        (from name in _anyText from value in _anyText from hasValue in Gen.Elements(true, false)
         select new SipParameter(name, hasValue ? value : null)).ListOf().Select(items => new SipParameters(items.Take(4).ToArray()));

    private static readonly Gen<SipParameters> _headerParameters =
        (from name in _token from plain in _token from quoted in _anyText from form in Gen.Choose(0, 2)
         select new SipParameter(name, form == 0 ? null : form == 1 ? plain : quoted, form == 2))
        .ListOf().Select(items => new SipParameters(items.Take(4).ToArray()));

    private static readonly Gen<SipUri> _uri =
        from user in _anyText from hasUser in Gen.Elements(true, false) from password in _anyText from hasPassword in Gen.Elements(true, false)
        from host in _host from port in _port from parameters in _uriParameters
        select new SipUri
        {
            User = hasUser ? user : null,
            Password = hasUser && hasPassword ? password : null,
            Host = host,
            Port = port,
            Parameters = parameters,
        };

    private static readonly Gen<NameAddr> _nameAddr =
        from uri in _uri from name in _anyText from hasName in Gen.Elements(true, false) from parameters in _headerParameters
        select new NameAddr(uri) { DisplayName = hasName ? name : null, Parameters = parameters };

    private static readonly Gen<Via> _via =
        from transport in Gen.Elements("UDP", "TCP", "TLS", "WS") from host in _host from port in _port from parameters in _headerParameters
        select new Via(transport, host, port) { Parameters = parameters };

    [Fact]
    public void A_uri_survives_writing_and_reading() =>
        Prop.ForAll(_uri.ToArbitrary(), uri => SipUri.TryParse(uri.ToString(), out var read) && read == uri).QuickCheckThrowOnFailure();

    [Fact]
    public void A_name_addr_survives_writing_and_reading() =>
        Prop.ForAll(_nameAddr.ToArbitrary(), value => NameAddr.TryParse(value.ToString(), out var read) && read == value).QuickCheckThrowOnFailure();

    [Fact]
    public void A_via_survives_writing_and_reading() =>
        Prop.ForAll(_via.ToArbitrary(), value => Via.TryParse(value.ToString(), out var read) && read == value).QuickCheckThrowOnFailure();

    [Fact]
    public void A_request_survives_writing_and_reading()
    {
        var requests =
            from uri in _uri from @from in _nameAddr from to in _nameAddr from contact in _nameAddr from via in _via
            from unknown in _anyText from body in Gen.Choose(0, 255).ListOf()
            select Build(uri, @from, to, contact, via, unknown.Trim(), [.. body.Select(value => (byte)value)]);
        Prop.ForAll(requests.ToArbitrary(), IsSameAfterReading).QuickCheckThrowOnFailure();
    }

    private static SipRequest Build(SipUri uri, NameAddr from, NameAddr to, NameAddr contact, Via via, string unknown, byte[] body)
    {
        var request = new SipRequest(SipMethod.Invite, uri)
        {
            TopVia = via, From = from, To = to, Contact = contact, CallId = "a@b", CSeq = new CSeq(7, SipMethod.Invite), MaxForwards = 70,
        };
        request.Headers.Set("X-Any", unknown);
        request.SetBody("application/octet-stream", body);
        return request;
    }

    private static bool IsSameAfterReading(SipRequest request)
    {
        var view = new SipMessageView(SipLimits.Default);
        if (!view.TryParse(request.ToBytes(), out _) || !view.TryValidate(out _))
            return false;
        var read = view.ToRequest();
        return read.Uri == request.Uri && read.From == request.From && read.To == request.To && read.Contact == request.Contact
            && read.TopVia == request.TopVia && read.CSeq == request.CSeq && read.Headers["X-Any"] == request.Headers["X-Any"]
            && read.Body.Span.SequenceEqual(request.Body.Span)
            && Encoding.UTF8.GetString(read.ToBytes()) == Encoding.UTF8.GetString(request.ToBytes());
    }
}
