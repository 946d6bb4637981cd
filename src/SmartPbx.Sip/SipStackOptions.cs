using System.Buffers;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Transactions;
using SmartPbx.Sip.Transport;

namespace SmartPbx.Sip;

/// <summary>How one stack runs.</summary>
public sealed record SipStackOptions
{
    /// <summary>
    /// Where it listens. A peer is reached by the listener of its own kind and family; of several, by the one that it came by
    /// (<see cref="SipFlow.Local"/>), else by the first.
    /// </summary>
    public required IReadOnlyList<SipListener> Listeners { get; init; }

    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    public SipTokens Tokens { get; init; } = SipTokens.Random;

    /// <summary>User-Agent of requests and Server of responses that have none.</summary>
    public string Product { get; init; } = "SmartPBX";

    public SipLimits Limits { get; init; } = SipLimits.Default;

    public SipConnectionLimits Connections { get; init; } = SipConnectionLimits.Default;

    public TransactionTimers Timers { get; init; } = TransactionTimers.Default;

    /// <summary>
    /// How long an INVITE waits for the user before the stack sends 100 (RFC 3261 §17.2.1 allows up to 200 ms). Zero: at once.
    /// </summary>
    public TimeSpan TryingDelay { get; init; } = TimeSpan.Zero;

    /// <summary>Where messages wait for the loop. A pool that has nothing left (<see cref="OutOfMemoryException"/>) loses the message, as a router would.</summary>
    public ArrayPool<byte> Buffers { get; init; } = ArrayPool<byte>.Shared;

    /// <summary>Asked before anything is parsed; everybody enters when <c>null</c>.</summary>
    public ISipGate? Gate { get; init; }

    public ISipTrace? Trace { get; init; }

    /// <summary>Runs first on each thread that does nothing but this stack's work, for its scheduling; must not throw.</summary>
    public Action? OnStackThread { get; init; }

    /// <summary>
    /// Told how long something had waited before its time came: some datagrams, and all that users are told of. Called by the thread whose time it is; must neither wait
    /// nor throw. Much and for long: more comes than is handled, and new calls should be refused.
    /// </summary>
    public Action<SipBacklog, TimeSpan>? OnWaited { get; init; }
}
