namespace SmartPbx.Embedded.Speech;

/// <summary>A language model on disk, ready to be loaded by decoders.</summary>
/// <param name="DomainWords">Words that come from the tenant's knowledge or are said in any business, as against background words.</param>
internal sealed record TenantModelFiles(string LanguageModel, string Dictionary, IReadOnlySet<string> DomainWords);
