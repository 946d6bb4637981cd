using SmartPbx.Sip.Dialogs;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Tests.Kit;
using SmartPbx.Sip.Transport;

namespace SmartPbx.Sip.Tests.Transport;

/// <summary>A call in which the n-th send of one side fails: it ends with an outcome, and nothing is left.</summary>
public sealed class FailingSendTests
{
    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_failed_send_leaves_nothing_behind(SipTransportKind kind, bool isAlice, int failing)
    {
        await using var pair = new TwoStacks(kind);
        int sent = 0;
        pair.Network.IsRefused = message => message.Source.Equals(isAlice ? TwoStacks.AliceAddress : TwoStacks.BobAddress) && ++sent == failing;
        pair.BobAnswers();
        pair.AliceUser.WhenFinal = (transaction, response) =>
        {
            if (!response.IsSuccess || transaction.Request.Method != SipMethod.Invite)
                return;
            var dialog = Dialog.FromUac(transaction.Request, response)!;
            pair.Alice.SendAck(dialog.CreateAck(transaction.Request), transaction.Flow);
            pair.Alice.Send(dialog.CreateRequest(SipMethod.Bye), transaction.Flow, pair.AliceUser);
        };

        var invite = pair.Alice.Send(pair.Request(SipMethod.Invite), pair.ToBob, pair.AliceUser);
        await pair.RunAsync(TwoStacks.LongEnough);
        invite.Cancel(); // one whose answer was never sent rings until its user has enough of it
        await pair.RunAsync(TwoStacks.LongEnough);

        Assert.True(pair.AliceUser.Responses.Any(response => response.Status >= 200) || !pair.AliceUser.Events.IsEmpty, "there is an outcome");
        Assert.Equal((0, 0), (pair.Alice.TransactionCount, pair.Bob.TransactionCount));
        Assert.Empty(pair.AliceUser.Faults);
        Assert.Empty(pair.BobUser.Faults);
    }

    public static TheoryData<SipTransportKind, bool, int> Cases
    {
        get
        {
            var cases = new TheoryData<SipTransportKind, bool, int>();
            foreach (var kind in (SipTransportKind[])[SipTransportKind.Udp, SipTransportKind.Tcp])
                foreach (bool isAlice in (bool[])[true, false])
                    for (int failing = 1; failing <= 5; failing++)
                        cases.Add(kind, isAlice, failing);
            return cases;
        }
    }
}
