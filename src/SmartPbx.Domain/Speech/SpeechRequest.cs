using SmartPbx.Domain.Identity;

namespace SmartPbx.Domain.Speech;

/// <summary>A sentence to be spoken.</summary>
/// <param name="Voice">Engine's voice name; null: its default for the language.</param>
/// <param name="SampleRateHz">Of the PCM wanted.</param>
public sealed record SpeechRequest(TenantId Tenant, string Text, string Language, string? Voice, int SampleRateHz);
