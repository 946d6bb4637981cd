using SmartPbx.Sip.Transactions;
using static SmartPbx.Sip.Transactions.TransactionActions;
using static SmartPbx.Sip.Transactions.TransactionInput;
using static SmartPbx.Sip.Transactions.TransactionState;

namespace SmartPbx.Sip.Tests.Transactions;

/// <summary>The figures of RFC 3261 §17 and RFC 6026, written down a second time.</summary>
public sealed class MachineTests
{
    [Fact]
    public void Invite_client_is_figure_5_with_rfc_6026() => MachineTable.AssertIs(InviteClientMachine.Next,
        (Initial, Start, Calling, SendRequest | StartA | StartB),
        (Calling, TimerA, Calling, SendRequest | StartA),
        (Calling, TimerB, Terminated, InformTimeout),
        (Calling, TransportError, Terminated, InformTransportError),
        (Calling, Provisional, Proceeding, PassResponse),
        (Calling, Success, Accepted, PassResponse | StartM),
        (Calling, Failure, Completed, SendAck | PassResponse | StartD),
        (Proceeding, Provisional, Proceeding, PassResponse),
        (Proceeding, Success, Accepted, PassResponse | StartM),
        (Proceeding, Failure, Completed, SendAck | PassResponse | StartD),
        (Proceeding, TimerCancel, Terminated, InformTimeout),
        (Completed, Failure, Completed, SendAck),
        (Completed, TimerD, Terminated, None),
        (Accepted, Success, Accepted, PassResponse),
        (Accepted, TimerM, Terminated, None));

    [Fact]
    public void Invite_server_is_figure_7_with_rfc_6026() => MachineTable.AssertIs(InviteServerMachine.Next,
        (Initial, Start, Proceeding, PassRequest | StartTrying),
        (Proceeding, Request, Proceeding, SendResponse),
        (Proceeding, TimerTrying, Proceeding, SendTrying),
        (Proceeding, SendProvisional, Proceeding, SendResponse),
        (Proceeding, SendSuccess, Accepted, SendResponse | StartL | StartSuccess),
        (Proceeding, SendFailure, Completed, SendResponse | StartG | StartH),
        (Proceeding, TransportError, Terminated, InformTransportError),
        (Completed, Request, Completed, SendResponse),
        (Completed, TimerG, Completed, SendResponse | StartG),
        (Completed, TimerH, Terminated, InformTimeout),
        (Completed, Ack, Confirmed, StartI),
        (Completed, TransportError, Terminated, InformTransportError),
        (Confirmed, TimerI, Terminated, None),
        (Accepted, TimerSuccess, Accepted, SendResponse | StartSuccess),
        (Accepted, Ack, Acknowledged, PassAck),
        (Accepted, TimerL, Terminated, InformTimeout),
        (Accepted, TransportError, Terminated, InformTransportError),
        (Acknowledged, TimerL, Terminated, None));

    [Fact]
    public void Non_invite_client_is_figure_6() => MachineTable.AssertIs(NonInviteClientMachine.Next,
        (Initial, Start, Trying, SendRequest | StartE | StartF),
        (Trying, TimerE, Trying, SendRequest | StartE),
        (Trying, TimerF, Terminated, InformTimeout),
        (Trying, TransportError, Terminated, InformTransportError),
        (Trying, Provisional, Proceeding, PassResponse),
        (Trying, Success, Completed, PassResponse | StartK),
        (Trying, Failure, Completed, PassResponse | StartK),
        (Proceeding, TimerE, Proceeding, SendRequest | StartE),
        (Proceeding, TimerF, Terminated, InformTimeout),
        (Proceeding, TransportError, Terminated, InformTransportError),
        (Proceeding, Provisional, Proceeding, PassResponse),
        (Proceeding, Success, Completed, PassResponse | StartK),
        (Proceeding, Failure, Completed, PassResponse | StartK),
        (Completed, TimerK, Terminated, None));

    [Fact]
    public void Non_invite_server_is_figure_8() => MachineTable.AssertIs(NonInviteServerMachine.Next,
        (Initial, Start, Trying, PassRequest),
        (Trying, SendProvisional, Proceeding, SendResponse),
        (Trying, SendSuccess, Completed, SendResponse | StartJ),
        (Trying, SendFailure, Completed, SendResponse | StartJ),
        (Proceeding, Request, Proceeding, SendResponse),
        (Proceeding, SendProvisional, Proceeding, SendResponse),
        (Proceeding, SendSuccess, Completed, SendResponse | StartJ),
        (Proceeding, SendFailure, Completed, SendResponse | StartJ),
        (Proceeding, TransportError, Terminated, InformTransportError),
        (Completed, Request, Completed, SendResponse),
        (Completed, TimerJ, Terminated, None),
        (Completed, TransportError, Terminated, InformTransportError));

    [Theory]
    [InlineData(TimerA, 0, 500)]
    [InlineData(TimerA, 5, 16_000)]
    [InlineData(TimerE, 2, 2_000)]
    [InlineData(TimerE, 9, 4_000)]
    [InlineData(TimerG, 9, 4_000)]
    [InlineData(TimerSuccess, 3, 4_000)]
    [InlineData(TimerB, 0, 32_000)]
    [InlineData(TimerD, 0, 32_000)]
    [InlineData(TimerI, 0, 5_000)]
    [InlineData(TimerJ, 0, 32_000)]
    [InlineData(TimerK, 0, 5_000)]
    internal void Timers_last_as_table_4_says(TransactionInput timer, int repeats, int expectedMs) => Assert.Equal(
        TimeSpan.FromMilliseconds(expectedMs), TransactionTimers.Default.DurationOf(timer, repeats, Trying, isReliable: false));

    [Theory]
    [InlineData(TimerA, null)]
    [InlineData(TimerE, null)]
    [InlineData(TimerG, null)]
    [InlineData(TimerD, 0)]
    [InlineData(TimerI, 0)]
    [InlineData(TimerJ, 0)]
    [InlineData(TimerK, 0)]
    [InlineData(TimerSuccess, 500)]
    internal void Reliable_transports_need_fewer_timers(TransactionInput timer, int? expectedMs) => Assert.Equal(
        expectedMs is null ? null : TimeSpan.FromMilliseconds(expectedMs.Value),
        TransactionTimers.Default.DurationOf(timer, 0, Trying, isReliable: true));
}
