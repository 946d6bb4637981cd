using SmartPbx.Domain.Identity;

namespace SmartPbx.Domain.Speech;

/// <summary>What a recogniser must know of the audio.</summary>
/// <param name="Tenant">Whose language model is used.</param>
/// <param name="Language">BCP 47.</param>
/// <param name="SampleRateHz">Of the 16-bit mono PCM that follows.</param>
/// <param name="Model">Language model to decode with.</param>
public sealed record SpeechOptions(TenantId Tenant, string Language, int SampleRateHz, RecognitionModel Model = RecognitionModel.Tenant);
