using System.Net;
using System.Text.Json;
using SmartPbx.Sip.Dialogs;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Transport;

namespace SmartPbx.Sip.Tests.Dialogs;

public sealed class DialogTests
{
    [Fact]
    public void The_caller_reverses_the_record_routes()
    {
        var dialog = Dialog.FromUac(Invite(), Success("<sip:p1;lr>", "<sip:p2;lr>"))!;
        var bye = dialog.CreateRequest(SipMethod.Bye);

        Assert.Equal(["p2", "p1"], bye.Routes.Select(route => route.Uri.Host));
        Assert.Equal("sip:bob@192.0.2.2:5070", bye.Uri.ToString());
        Assert.Equal(("a", "b"), (bye.From.Tag, bye.To.Tag));
        Assert.Equal(new CSeq(8, SipMethod.Bye), bye.CSeq);
        Assert.Equal("p2", dialog.NextHop.Host);
    }

    [Fact]
    public void The_called_side_keeps_their_order()
    {
        var dialog = Dialog.FromUas(InviteWithRoutes("<sip:p1;lr>", "<sip:p2;lr>"), Success());
        var bye = dialog.CreateRequest(SipMethod.Bye);

        Assert.Equal(["p1", "p2"], bye.Routes.Select(route => route.Uri.Host));
        Assert.Equal("sip:alice@192.0.2.1", bye.Uri.ToString());
        Assert.Equal(("b", "a"), (bye.From.Tag, bye.To.Tag));
    }

    [Fact]
    public void A_strict_router_gets_itself_in_the_request_uri()
    {
        var dialog = Dialog.FromUac(Invite(), Success("<sip:p1;lr>", "<sip:strict>"))!;
        var bye = dialog.CreateRequest(SipMethod.Bye);

        Assert.Equal("sip:strict", bye.Uri.ToString());
        Assert.Equal(["sip:p1;lr", "sip:bob@192.0.2.2:5070"], bye.Routes.Select(route => route.Uri.ToString()));
    }

    [Fact]
    public void Refuses_requests_out_of_order()
    {
        var dialog = Dialog.FromUas(Invite(), Success());

        Assert.True(dialog.TryAccept(InDialog(SipMethod.Info, 9)));
        Assert.False(dialog.TryAccept(InDialog(SipMethod.Info, 9)));
        Assert.False(dialog.TryAccept(InDialog(SipMethod.Bye, 8)));
        Assert.True(dialog.TryAccept(InDialog(SipMethod.Bye, 12)));
    }

    [Fact]
    public void A_re_invite_moves_the_remote_target()
    {
        var dialog = Dialog.FromUas(Invite(), Success());
        var reinvite = InDialog(SipMethod.Invite, 9);
        reinvite.Contact = NameAddr.Parse("<sip:alice@198.51.100.7>");

        Assert.True(dialog.TryAccept(reinvite));
        Assert.Equal("sip:alice@198.51.100.7", dialog.CreateRequest(SipMethod.Bye).Uri.ToString());
    }

    [Fact]
    public void A_snapshot_survives_json_and_says_bye()
    {
        var dialog = Dialog.FromUac(Invite(), Success("<sip:p1;lr>"))!;
        dialog.Peer = new SipFlow(SipTransportKind.Tls, new IPEndPoint(IPAddress.Parse("2001:db8::2"), 5070), 7) { ServerName = "example.com" };
        var restored = Dialog.Restore(JsonSerializer.Deserialize<DialogState>(JsonSerializer.Serialize(dialog.State))!);

        Assert.Equal(dialog.Peer, restored.Peer);
        Assert.Equal(dialog.CreateRequest(SipMethod.Bye).ToBytes(), restored.CreateRequest(SipMethod.Bye).ToBytes());
    }

    [Fact]
    public void An_early_dialog_takes_routes_and_target_of_the_2xx()
    {
        var ringing = SipResponse.For(Invite(), 180);
        ringing.To = ringing.To.WithTag("b");
        var dialog = Dialog.FromUac(Invite(), ringing)!;
        Assert.False(dialog.State.IsConfirmed);

        dialog.Confirm(Success("<sip:p9;lr>"));

        Assert.True(dialog.State.IsConfirmed);
        Assert.Equal("p9", dialog.NextHop.Host);
    }

    [Fact]
    public void An_ack_has_the_number_and_the_credentials_of_its_invite()
    {
        var invite = Invite();
        invite.Headers.Set("Authorization", "Digest x=y");
        var dialog = Dialog.FromUac(invite, Success())!;
        dialog.CreateRequest(SipMethod.Info);

        var ack = dialog.CreateAck(invite);

        Assert.Equal(new CSeq(7, SipMethod.Ack), ack.CSeq);
        Assert.Equal("Digest x=y", ack.Headers["Authorization"]);
    }

    [Fact]
    public void Knows_its_own_requests()
    {
        var dialog = Dialog.FromUas(Invite(), Success());
        var stranger = InDialog(SipMethod.Bye, 9);
        stranger.From = stranger.From.WithTag("z");

        Assert.True(dialog.Matches(InDialog(SipMethod.Bye, 9)));
        Assert.False(dialog.Matches(stranger));
    }

    [Fact]
    public void A_100_makes_no_dialog() => Assert.Null(Dialog.FromUac(Invite(), SipResponse.For(Invite(), 100)));

    private static SipRequest Invite() => new(SipMethod.Invite, SipUri.Parse("sip:bob@example.com"))
    {
        TopVia = new Via("UDP", "192.0.2.1", null),
        From = NameAddr.Parse("\"Alice\" <sip:alice@example.com>;tag=a"),
        To = NameAddr.Parse("<sip:bob@example.com>"),
        CallId = "c1",
        CSeq = new CSeq(7, SipMethod.Invite),
        Contact = NameAddr.Parse("<sip:alice@192.0.2.1>"),
    };

    private static SipRequest InviteWithRoutes(params string[] routes)
    {
        var invite = Invite();
        foreach (string route in routes)
            invite.Headers.Add("Record-Route", route);
        return invite;
    }

    private static SipResponse Success(params string[] routes)
    {
        var response = SipResponse.For(InviteWithRoutes(routes), 200);
        response.To = response.To.WithTag("b");
        response.Contact = NameAddr.Parse("<sip:bob@192.0.2.2:5070>");
        return response;
    }

    private static SipRequest InDialog(SipMethod method, uint number) => new(method, SipUri.Parse("sip:bob@192.0.2.2:5070"))
    {
        From = NameAddr.Parse("<sip:alice@example.com>;tag=a"),
        To = NameAddr.Parse("<sip:bob@example.com>;tag=b"),
        CallId = "c1",
        CSeq = new CSeq(number, method),
    };
}
