using SmartPbx.MediaEdge.Calls;

namespace SmartPbx.MediaEdge.Tests.Calls;

public class KeySourceTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);
    private static readonly PressedKey Five = new('5', 100);
    private readonly KeySource _source = new();

    [Fact]
    public void Phone_with_events_that_sends_info_first_waits_for_its_event_and_is_told_once()
    {
        Assert.False(_source.TakeInfo(Five, hasEvents: true, Now));
        Assert.True(_source.IsWaiting);
        _source.TakeEvent();

        Assert.Empty(_source.Release());
        Assert.False(_source.TakeInfo(Five, hasEvents: true, Now));
        Assert.False(_source.IsWaiting);
    }

    [Fact]
    public void Phone_with_events_that_sends_info_alone_is_told_late_once_and_at_once_from_then_on()
    {
        _source.TakeInfo(Five, hasEvents: true, Now);
        _source.TakeInfo(new PressedKey('6', 90), hasEvents: true, Now);

        Assert.Equal([Five, new PressedKey('6', 90)], _source.Release());
        Assert.True(_source.TakeInfo(Five, hasEvents: true, Now));
    }

    [Fact]
    public void Phone_that_sounds_its_keys_and_sends_info_is_told_once()
    {
        Assert.True(_source.TakeTone('5', Now));
        Assert.False(_source.TakeInfo(Five, hasEvents: false, Now.AddMilliseconds(300)));
        Assert.False(_source.TakeTone('6', Now.AddSeconds(2)));
        Assert.True(_source.TakeInfo(new PressedKey('6', 100), hasEvents: false, Now.AddSeconds(2)));
    }

    [Fact]
    public void Same_key_pressed_again_is_another_key()
    {
        Assert.True(_source.TakeInfo(Five, hasEvents: false, Now));
        Assert.True(_source.TakeInfo(Five, hasEvents: false, Now.AddMilliseconds(200)));
    }

    [Fact]
    public void What_waits_is_bounded()
    {
        for (var i = 0; i < KeySource.MaxWaiting + 10; i++) _source.TakeInfo(Five, hasEvents: true, Now);

        Assert.Equal(KeySource.MaxWaiting, _source.Release().Count);
    }
}
