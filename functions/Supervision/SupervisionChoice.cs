using System.Diagnostics.CodeAnalysis;
using SmartPbx.Domain.Supervision;
using SmartPbx.Functions.Hosting;

namespace SmartPbx.Functions.Supervision;

/// <summary>Mode and side as a body names them: <c>listen</c>, <c>whisper</c> or <c>barge</c>; <c>callee</c> (when nothing is said) or <c>caller</c>.</summary>
internal readonly record struct SupervisionChoice(SupervisionMode Mode, SupervisionSide WhisperTo)
{
    public static bool TryRead(string? mode, string? whisperTo, out SupervisionChoice choice, [NotNullWhen(false)] out Problem? problem)
    {
        (choice, problem) = (default, null);
        if (!Choice<SupervisionMode>.TryParse(mode, out var wanted)) problem = Problem.Invalid("mode", "listen, whisper or barge");
        else if (!Choice<SupervisionSide>.TryParse(whisperTo ?? "callee", out var side)) problem = Problem.Invalid("whisper_to", "callee or caller");
        else choice = new SupervisionChoice(wanted.Value, side.Value);
        return problem is null;
    }
}
