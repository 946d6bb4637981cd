using System.Text.Json;
using System.Text.Json.Serialization;

namespace SmartPbx.Domain.Calls;

/// <summary>
/// How a call ended: the one vocabulary of SIP status, Q.850 cause, HTTP problem, metric label and billing.
/// Code, CDR, metrics, console and docs use these names and no others; the full table is <see cref="All"/>.
/// </summary>
/// <param name="Name">Stable name, snake_case: CDR field, metric label and problem code.</param>
/// <param name="SipStatus">Final SIP status toward the caller (RFC 3261 §21); 200 when the call was answered.</param>
/// <param name="Q850Cause">Cause value for the Reason header (Q.850, RFC 3326).</param>
/// <param name="HttpStatus">Status when the same ending answers an API request.</param>
/// <param name="Billable">Whether the answered time is metered.</param>
/// <param name="Retryable">Whether the caller may succeed by trying again unchanged.</param>
[JsonConverter(typeof(CallOutcomeConverter))]
public sealed record CallOutcome(string Name, int SipStatus, int Q850Cause, int HttpStatus, bool Billable, bool Retryable)
{
    public static readonly CallOutcome CallerHungUp = new("caller_hung_up", 200, 16, 200, true, false);
    public static readonly CallOutcome CalleeHungUp = new("callee_hung_up", 200, 16, 200, true, false);
    public static readonly CallOutcome AgentHungUp = new("agent_hung_up", 200, 16, 200, true, false);
    public static readonly CallOutcome CallerSilent = new("caller_silent", 200, 16, 200, true, false);
    public static readonly CallOutcome MediaTimeout = new("media_timeout", 200, 27, 200, true, true);
    public static readonly CallOutcome EdgeCrashed = new("edge_crashed", 200, 41, 200, true, true);
    public static readonly CallOutcome Drained = new("drained", 200, 41, 200, true, true);
    public static readonly CallOutcome Cancelled = new("cancelled", 487, 16, 409, false, true);
    public static readonly CallOutcome NoAnswer = new("no_answer", 480, 19, 504, false, true);
    public static readonly CallOutcome Busy = new("busy", 486, 17, 409, false, true);
    public static readonly CallOutcome Unavailable = new("unavailable", 480, 20, 409, false, true);
    public static readonly CallOutcome Declined = new("declined", 603, 21, 403, false, false);
    public static readonly CallOutcome UnknownNumber = new("unknown_number", 404, 1, 404, false, false);
    public static readonly CallOutcome Forbidden = new("forbidden", 403, 21, 403, false, false);
    /// <summary>An emergency number that no rule routes: these phones must not be relied on, and the caller is told so at once.</summary>
    public static readonly CallOutcome EmergencyRefused = new("emergency_refused", 403, 21, 403, false, false);
    /// <summary>The tenant's outbound calls are blocked, or this one is not to be paid for (toll-fraud guard).</summary>
    public static readonly CallOutcome OutboundBlocked = new("outbound_blocked", 403, 21, 429, false, true);
    /// <summary>Every trunk that could take the call is down, full or refuses.</summary>
    public static readonly CallOutcome TrunkUnavailable = new("trunk_unavailable", 503, 38, 503, false, true);
    public static readonly CallOutcome NotAcceptable = new("not_acceptable", 488, 88, 422, false, false);
    public static readonly CallOutcome NoPorts = new("no_ports", 503, 42, 503, false, true);
    public static readonly CallOutcome Overloaded = new("overloaded", 503, 42, 503, false, true);
    public static readonly CallOutcome Draining = new("draining", 503, 42, 503, false, true);
    public static readonly CallOutcome LoopDetected = new("loop_detected", 483, 25, 508, false, false);
    public static readonly CallOutcome NoAck = new("no_ack", 200, 102, 504, false, true);
    public static readonly CallOutcome NoPrack = new("no_prack", 504, 102, 504, false, true);
    public static readonly CallOutcome SessionExpired = new("session_expired", 200, 102, 504, true, true);
    public static readonly CallOutcome InternalError = new("internal_error", 500, 41, 500, false, true);

    /// <summary>Every outcome by name.</summary>
    public static IReadOnlyDictionary<string, CallOutcome> All { get; } = new[]
    {
        CallerHungUp, CalleeHungUp, AgentHungUp, CallerSilent, MediaTimeout, EdgeCrashed, Drained, Cancelled, NoAnswer, Busy, Unavailable,
        Declined, UnknownNumber, Forbidden, EmergencyRefused, OutboundBlocked, TrunkUnavailable, NotAcceptable, NoPorts, Overloaded, Draining, LoopDetected, NoAck, NoPrack,
        SessionExpired, InternalError,
    }.ToDictionary(o => o.Name, StringComparer.Ordinal);

    public override string ToString() => Name;

    private sealed class CallOutcomeConverter : JsonConverter<CallOutcome>
    {
        public override CallOutcome Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            All.TryGetValue(reader.GetString() ?? "", out var outcome) ? outcome : throw new JsonException("no such call outcome");

        public override void Write(Utf8JsonWriter writer, CallOutcome value, JsonSerializerOptions options) => writer.WriteStringValue(value.Name);
    }
}
