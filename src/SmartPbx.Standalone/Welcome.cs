using SmartPbx.Standalone.Seeding;

namespace SmartPbx.Standalone;

/// <summary>What a person at the terminal needs first.</summary>
internal static class Welcome
{
    public static string Text(StandaloneOptions options, string sip, SignIns? signIns)
    {
        var signInLines = signIns is null
            ? "  Sign-ins were shown when this data folder was made; a new folder makes new ones."
            : $"""
                 Sign in     tenant demo   user operator   password {signIns.OperatorPassword}
                             tenant demo   user admin      password {signIns.AdminPassword}
                 Softphone   user {DemoTenant.SecondExtension}   password {signIns.PhonePassword}   (operator's phone: {DemoTenant.OperatorExtension}, same password)
               """;
        return $"""

            SmartPBX is up.

              Console     {options.PublicUrl}
            {signInLines}
              Ring it     register a softphone as {DemoTenant.SecondExtension}@{DemoTenant.SipDomain} at {sip} (UDP) and dial {DemoTenant.Number}
              Data        {options.DataFolder}
              Stop        Ctrl-C

            """;
    }
}
