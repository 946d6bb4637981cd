using System.Net;
using System.Reflection;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Sdp;
using SmartPbx.Sip.Tests.Kit;
using SmartPbx.Sip.Transport;

namespace SmartPbx.Sip.Tests;

public sealed class ReadmeTests
{
    [Fact]
    public void The_example_is_code_that_compiles()
    {
        string readme = Read("README.md");
        int start = readme.IndexOf("```csharp\n", StringComparison.Ordinal) + "```csharp\n".Length;
        string example = readme[start..readme.IndexOf("```", start, StringComparison.Ordinal)];

        Assert.Contains(example, Read("ReadmeExample.cs"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_example_takes_a_call()
    {
        var bind = new IPEndPoint(IPAddress.Loopback, 0);
        var audio = new SdpAudioSettings { Address = IPAddress.Loopback, RtpPort = 4_000, Codecs = [SdpCodec.Pcmu], SessionId = 1 };
        var answered = new TaskCompletionSource<SipResponse>(TaskCreationOptions.RunContinuationsAsynchronously);
        var caller = new ScriptedUser { WhenFinal = (_, response) => answered.TrySetResult(response) };
        var answerer = new Answerer(audio);
        await using var stack = new SipStack(new SipStackOptions { Listeners = [SipListener.Udp(bind)] }, answerer);
        await using var phone = new SipStack(new SipStackOptions { Listeners = [SipListener.Udp(bind)] }, caller);
        answerer.Stack = stack;
        stack.Start();
        phone.Start();
        var invite = new SipRequest(SipMethod.Invite, stack.Contact("answerer").Uri)
        {
            From = phone.Contact("phone").WithTag("p"),
            To = stack.Contact("answerer"),
            CallId = "readme",
            CSeq = new CSeq(1, SipMethod.Invite),
            Contact = phone.Contact("phone"),
        };
        invite.SetBody(SdpSession.ContentType, SdpNegotiation.CreateOffer(audio with { RtpPort = 5_000 }).ToBytes());

        phone.Send(invite, stack.FlowToUs(), caller);

        var response = await answered.Task.WaitAsync(TimeSpan.FromSeconds(5));
        Assert.Equal(200, response.Status);
        Assert.True(SdpSession.TryParse(response.Body.Span, out var answer, out _));
        Assert.Equal(4_000, answer.Audio!.Port);
    }

    private static string Read(string resource)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }
}
