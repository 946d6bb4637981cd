using SmartPbx.Media.Relay;

namespace SmartPbx.Media.Mixing;

/// <summary>The mixes that play now. Relay thread only.</summary>
internal sealed class MixTable : IDisposable
{
    private readonly List<MixDesk> _mixes = [];

    public void Apply(MediaCommand command)
    {
        if (command is ArrangeMixCommand arrange)
        {
            arrange.Desk.Arrange(arrange.Plan);
            if (!_mixes.Contains(arrange.Desk)) _mixes.Add(arrange.Desk);
        }
        else if (command is CloseMixCommand close)
        {
            close.Desk.Dispose();
            _mixes.Remove(close.Desk);
        }
    }

    /// <summary>Each 20 ms.</summary>
    public void Tick()
    {
        for (int i = 0; i < _mixes.Count; i++) _mixes[i].Tick();
    }

    public void Dispose()
    {
        foreach (MixDesk mix in _mixes) mix.Dispose();
        _mixes.Clear();
    }
}
