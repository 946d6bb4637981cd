using System.Diagnostics;
using SmartPbx.Domain.Identity;

namespace SmartPbx.MediaEdge.Calls;

/// <summary>One span from the INVITE to its final answer, with an event per step; names as in <see cref="InviteDesk"/>. Costs nothing while nobody listens.</summary>
internal sealed class CallTrace
{
    /// <summary>Name of the activity source.</summary>
    public const string SourceName = "SmartPbx.MediaEdge";

    private static readonly ActivitySource Source = new(SourceName);
    private readonly Activity? _span;

    private CallTrace(Activity? span) => _span = span;

    /// <summary>Begins with the call's ids as tags.</summary>
    public static CallTrace Begin(TenantId tenant, CallId call)
    {
        var span = Source.StartActivity("invite", ActivityKind.Server);
        span?.SetTag("tenant", tenant.Value).SetTag("call", call.Value);
        Activity.Current = null; // the SIP loop goes on to other calls
        return new CallTrace(span);
    }

    /// <summary>A step was taken.</summary>
    public void Step(string name) => _span?.AddEvent(new ActivityEvent(name));

    /// <summary>The INVITE has its final answer. Later calls change nothing.</summary>
    public void End(string outcome)
    {
        if (_span is not { IsStopped: false }) return;
        _span.SetTag("outcome", outcome);
        _span.Stop();
    }
}
