namespace SmartPbx.Agents.Conversations;

/// <summary>States of turn taking; finer than what operators see (<see cref="TurnTable.Visible"/>).</summary>
internal enum TurnState
{
    Idle,
    Greeting,
    Listening,

    /// <summary>The caller's turn is over and nothing of the answer is heard yet.</summary>
    Thinking,

    Speaking,

    /// <summary>The caller's voice stopped playout; whether it was an interruption is not yet known.</summary>
    Paused,

    /// <summary>An operator is asked.</summary>
    Holding,

    /// <summary>A person's phone rings.</summary>
    Ringing,

    /// <summary>A person talks with the caller in the agent's place: the agent neither speaks nor listens.</summary>
    Aside,

    /// <summary>The agent says goodbye.</summary>
    Closing,

    Ended,
}
