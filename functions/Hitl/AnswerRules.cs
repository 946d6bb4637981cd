using SmartPbx.Domain.Hitl;
using SmartPbx.Domain.Identity;
using SmartPbx.Functions.Hosting;

namespace SmartPbx.Functions.Hitl;

/// <summary>Whether an alert can still be answered, by this person, now.</summary>
internal static class AnswerRules
{
    /// <summary>The stable problem code that forbids it, or null. The same person sending the same answer again is not an obstacle.</summary>
    public static string? Obstacle(HitlAlert alert, UserId user, string answer, DateTimeOffset now) => alert.Status switch
    {
        AlertStatus.Open => now > alert.Deadline ? ProblemCode.AlertExpired : null,
        AlertStatus.Answered or AlertStatus.Delivered => IsRepeated(alert, user, answer) ? null : ProblemCode.AlertTaken,
        AlertStatus.Closed => ProblemCode.AlertClosed,
        _ => ProblemCode.AlertExpired,
    };

    public static bool IsRepeated(HitlAlert alert, UserId user, string answer) =>
        alert.Status is AlertStatus.Answered or AlertStatus.Delivered && alert.AnsweredBy == user && alert.Answer == answer;
}
