namespace SmartPbx.Domain.Speech;

/// <summary>Which language model decodes: the tenant's own (built from its knowledge) or the engine's general one.</summary>
public enum RecognitionModel { Tenant, General }
