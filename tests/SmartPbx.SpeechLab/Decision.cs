using System.Globalization;
using SmartPbx.Domain.Speech;

namespace SmartPbx.SpeechLab;

/// <summary>What the chain made of one question; <see cref="Answer"/> is null when a person is asked.</summary>
/// <param name="Heard">With the tenant's model.</param>
/// <param name="Understood">What the agent goes by, after a second decoding perhaps, and how sure it is.</param>
/// <param name="EndMs">CPU time from the end of the speech to the first recognition.</param>
/// <param name="DecideMs">CPU time from there to the decision, a second decoding included.</param>
public sealed record Decision(string Question, string? Answer, Recognition Heard, (string Text, double Confidence) Understood, int WordErrors, int Words,
    double AudioMs, double CpuMs, double EndMs, double DecideMs)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Question}\t{Heard.Confidence:F2}\t{Heard.Text}\t{Understood.Confidence:F2}\t{Understood.Text}\t{Answer ?? "-"}");
}
