using SmartPbx.Domain.Supervision;
using SmartPbx.Functions.Hosting;

namespace SmartPbx.Functions.Supervision;

/// <summary>What the edge's refusals are in HTTP.</summary>
internal static class SupervisionProblems
{
    public static Problem Of(SupervisionReason reason) => reason switch
    {
        SupervisionReason.NoSuchCall => Conflict(ProblemCode.CallEnded, "the call is over"),
        SupervisionReason.CallNotAnswered => Conflict(ProblemCode.CallNotAnswered, "the call still rings"),
        SupervisionReason.UnknownExtension => Problem.NotFound("extension"),
        SupervisionReason.ExtensionNotRegistered => Conflict(ProblemCode.ExtensionNotRegistered, "no phone is registered for this extension"),
        SupervisionReason.ExtensionInCall => Conflict(ProblemCode.ExtensionInCall, "this extension is in the call already"),
        SupervisionReason.TooManySupervisors => Conflict(ProblemCode.TooManySupervisors, "this call has as many supervisors as it may have"),
        SupervisionReason.NobodyToWhisperTo => Conflict(ProblemCode.NobodyToWhisperTo, "the caller talks with the voice agent; barge to talk in its place"),
        SupervisionReason.NoPorts => Problem.Of(StatusCodes.Status503ServiceUnavailable, ProblemCode.NoPorts, "the call's edge has no media ports left"),
        _ => Conflict(ProblemCode.SupervisionEnded, "the supervision is over"),
    };

    private static Problem Conflict(string code, string detail) => Problem.Of(StatusCodes.Status409Conflict, code, detail);
}
