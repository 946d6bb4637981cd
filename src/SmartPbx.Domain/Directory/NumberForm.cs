namespace SmartPbx.Domain.Directory;

/// <summary>How a carrier wants E.164 numbers written.</summary>
public enum NumberForm
{
    /// <summary><c>+82212345678</c></summary>
    E164Plus,

    /// <summary><c>82212345678</c></summary>
    E164,

    /// <summary>National prefix and national number for the tenant's own country (<c>0212345678</c>), international prefix and E.164 digits for others.</summary>
    National,
}
