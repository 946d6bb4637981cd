using static SmartPbx.MediaEdge.Trunks.RegistrationAction;
using static SmartPbx.MediaEdge.Trunks.RegistrationInput;
using static SmartPbx.MediaEdge.Trunks.RegistrationPhase;

namespace SmartPbx.MediaEdge.Trunks;

/// <summary>A registration with a carrier as a table (RFC 3261 §10.2): (phase, input) → (phase, action). No I/O, no time; a pair that is not here changes nothing.</summary>
public static class RegistrationMachine
{
    /// <summary>What follows.</summary>
    public static (RegistrationPhase Phase, RegistrationAction Action) Next(RegistrationPhase phase, RegistrationInput input) => (phase, input) switch
    {
        (Idle, Start) => (Registering, SendRegister),

        (Registering or Refreshing, Accepted) => (Registered, SleepUntilRefresh),
        (Registering or Refreshing, TooBrief) => (phase, SendLonger),           // §10.2.8
        (Registering or Refreshing, Refused or Silent) => (Waiting, SleepBeforeRetry),

        (Registered, Due) => (Refreshing, SendRegister),                        // §10.2.4
        (Waiting, Due) => (Registering, SendRegister),

        // Whoever may have us is told; whoever has us not need not be.
        (Registering or Registered or Refreshing, Leave) => (Leaving, SendUnregister), // §10.2.2
        (Idle or Waiting, Leave) => (Gone, None),
        (Leaving, Accepted or TooBrief or Refused or Silent) => (Gone, None),

        _ => (phase, None),
    };
}
