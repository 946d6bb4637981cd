using SmartPbx.Domain.Identity;

namespace SmartPbx.Functions.Numbers;

/// <summary>An extension as clients see it: never its digest hashes, which are as good as the password.</summary>
public sealed record ExtensionView(string Number, string? DisplayName, UserId? Operator);
